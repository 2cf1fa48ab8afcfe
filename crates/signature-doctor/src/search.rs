use crate::received::Received;
use crate::recipe::Recipe;
use crate::subject::{Subject, View};
use crate::trials::Trial;
use crate::{Diagnosis, Explanation, Mistake, Stages, trials, write};

/// Looks for what explains a signature; a right one needs no explanation.
pub(crate) fn diagnose(
    subject: &Subject,
    mut stages: Stages,
    matches: bool,
    received: &str,
) -> Diagnosis {
    // Where the right one is not shown, a received one is a credential too.
    stages.received = stages
        .digest
        .is_some()
        .then(|| subject.masks.hide(received));
    let received = Received::new(received, subject.algorithm);
    let found = match matches {
        true => Found::default(),
        false => search(subject, &received),
    };
    stages.matches = Some(matches);
    Diagnosis {
        stages,
        matches,
        is_signature: received.is_signature(),
        explanations: found.explanations,
        digests: found.digests,
    }
}

/// What a search found, and what it cost.
#[derive(Default)]
struct Found {
    explanations: Vec<Explanation>,
    digests: usize,
}

/// The explanations with the fewest mistakes: none but those that the form shows, then one, then
/// two together. The search ends with the first number of mistakes that explains something, so
/// that no pair is listed when a single mistake makes the same string.
fn search(subject: &Subject, received: &Received<'_>) -> Found {
    let trials = trials::for_subject(subject);
    let mut search = Search {
        subject,
        received,
        found: Found::default(),
    };
    search.try_out(&[]);
    if search.is_over(1) {
        return search.found;
    }
    for trial in &trials {
        search.try_out(&[trial]);
    }
    if search.is_over(2) {
        return search.found;
    }
    for (place, first) in trials.iter().enumerate() {
        for second in &trials[place + 1..] {
            if !first.change.excludes(second.change) {
                search.try_out(&[first, second]);
            }
        }
    }
    search.found
}

struct Search<'a> {
    subject: &'a Subject,
    received: &'a Received<'a>,
    found: Found,
}

impl Search<'_> {
    /// Whether something is explained, or so many more mistakes would be too many.
    fn is_over(&self, more: usize) -> bool {
        !self.found.explanations.is_empty() || self.received.mistakes().len() + more > 2
    }

    fn try_out(&mut self, trials: &[&Trial]) {
        let recipe = trials
            .iter()
            .fold(Recipe::default(), |recipe, trial| recipe.with(trial.change));
        let text = write::string_to_sign(self.subject, &recipe, View::Real);
        let bytes = recipe.charset.encode(&text, recipe.ending);
        let key = write::key::of(self.subject, &recipe, View::Real);
        self.found.digests += 1;
        let of_the_form = match recipe.hash.digest(&bytes, &key) {
            Some(digest) if self.received.is_digest(digest) => self.received.mistakes(),
            None if self.received.is_plain(&bytes) => &[],
            _ => return,
        };
        let mistakes: Vec<Mistake> = trials
            .iter()
            .map(|trial| trial.mistake.clone())
            .chain(of_the_form.iter().cloned())
            .collect();
        let known = |explanation: &Explanation| explanation.mistakes == mistakes;
        if !mistakes.is_empty() && !self.found.explanations.iter().any(known) {
            let shown = write::string_to_sign(self.subject, &recipe, View::Shown);
            self.found.explanations.push(Explanation {
                mistakes,
                string_to_sign: self.subject.masks.hide(&shown),
                charset: recipe.charset.name(),
            });
        }
    }
}
