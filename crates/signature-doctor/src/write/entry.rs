use std::borrow::Cow;

use crate::subject::View;

/// A parameter that is signed.
pub(super) struct Entry<'a> {
    pub(super) real: (Cow<'a, str>, Cow<'a, str>),
    /// Only where the string is made to be shown.
    pub(super) shown: Option<(Cow<'a, str>, Cow<'a, str>)>,
    pub(super) is_key: bool,
}

impl Entry<'_> {
    pub(super) fn name(&self, view: View) -> &str {
        &self.view(view).0
    }

    pub(super) fn value(&self, view: View) -> &str {
        &self.view(view).1
    }

    fn view(&self, view: View) -> &(Cow<'_, str>, Cow<'_, str>) {
        match (view, &self.shown) {
            (View::Shown, Some(shown)) => shown,
            _ => &self.real,
        }
    }
}
