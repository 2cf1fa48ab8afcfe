//! All that the provider of a sandbox remembers, and how a test has set it.

use super::catalogue::{self, Product};
use super::pages::Pages;
use super::shape::Shape;
use super::signature::DigestCharset;
use super::timer::Timer;
use super::wire::Style;
use crate::script::Script;

pub(super) struct State {
    pub(super) products: Vec<Product>,
    pub(super) closed_batches: Vec<String>,
    pub(super) script: Script,
    pub(super) charset: DigestCharset,
    pub(super) timer: Timer,
    pub(super) pages: Pages,
    pub(super) style: Style,
    pub(super) echoes_secrets: bool,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            products: catalogue::products(),
            closed_batches: Vec::new(),
            script: Script::default(),
            charset: DigestCharset::default(),
            timer: Timer::default(),
            pages: Pages::default(),
            style: Style::default(),
            echoes_secrets: false,
        }
    }

    pub(super) fn set_shape(&mut self, shape: Shape) {
        self.style.shape = shape;
        // The rows that were written so far have the former shape.
        self.products = catalogue::products();
    }
}
