//! All that the provider of a sandbox remembers, and how a test has set it.

use std::collections::VecDeque;

use super::catalogue::{self, Product};
use super::pages::Pages;
use super::signature::DigestCharset;
use super::timer::Timer;
use super::wire::Style;
use crate::answer::Answer;

pub(super) struct State {
    pub(super) products: Vec<Product>,
    pub(super) closed_batches: Vec<String>,
    pub(super) next_answers: VecDeque<Answer>,
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
            next_answers: VecDeque::new(),
            charset: DigestCharset::default(),
            timer: Timer::default(),
            pages: Pages::default(),
            style: Style::default(),
            echoes_secrets: false,
        }
    }
}
