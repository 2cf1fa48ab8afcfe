//! `openplat demo`: every call against a sandbox inside this process, step by step.
//!
//! Each provider adds its own chapter; see [`vending`].

mod chao8;
mod clock;
mod damaijia;
mod post30;
mod story;
mod vending;

use std::error::Error;
use std::fmt::Display;

use openplat_sandbox::Sandbox;
use serde::Serialize;
use time::macros::datetime;

use crate::failure::{Failure, chain};
use crate::format::Format;
use crate::output::{Output, Stop};
use story::{Story, Unexpected};

/// The steps of one provider; `W` is what they share.
struct Chapter<W: 'static> {
    provider: &'static str,
    about: &'static str,
    steps: &'static [Step<W>],
}

/// One step: what it is about, how many requests it sends, and what it does and checks.
struct Step<W> {
    title: &'static str,
    requests: usize,
    run: fn(&mut W, &mut Story) -> Result<(), Unexpected>,
}

pub(crate) fn run(output: &mut Output) -> Result<(), Stop> {
    let sandbox = Sandbox::start()
        .map_err(|error| Failure::failed(format!("the sandbox does not start: {error}")))?;
    // The same output in every run.
    sandbox.clock().set(datetime!(2026-01-15 10:00:00 +8));
    let mut stage = Stage { sandbox, output };
    stage.say(
        "Every call of every provider, against a sandbox inside this process.\n\
         Nothing leaves this machine, and no credentials are needed.\n\n   \
            call     the method of the client\n   \
            sent     what reached the sandbox\n   \
            answer   what came back\n   \
            checked  what was compared, also with the sandbox's own books\n",
    )?;
    let world = vending::World::new(&stage.sandbox);
    let mut steps = stage.play(&vending::CHAPTER, world)?;
    let world = chao8::World::new(&stage.sandbox);
    steps += stage.play(&chao8::CHAPTER, world)?;
    let world = post30::World::new(&stage.sandbox);
    steps += stage.play(&post30::CHAPTER, world)?;
    let world = damaijia::World::new(&stage.sandbox);
    steps += stage.play(&damaijia::CHAPTER, world)?;
    let requests = stage.sandbox.requests().len();
    stage.say(format!(
        "All {steps} steps did what they should; the sandbox answered {requests} requests."
    ))
}

struct Stage<'a> {
    sandbox: Sandbox,
    output: &'a mut Output,
}

impl Stage<'_> {
    /// Runs the steps until one does not do what it should, and counts them.
    fn play<W>(
        &mut self,
        chapter: &Chapter<W>,
        world: Result<W, impl Error>,
    ) -> Result<usize, Stop> {
        let Chapter {
            provider, about, ..
        } = chapter;
        let mut world = world.map_err(|error| {
            Failure::failed(format!("the {provider} client: {}", chain(&error)))
        })?;
        self.say(format!("{provider}: {about}\n"))?;
        for (step, number) in chapter.steps.iter().zip(1..) {
            let before = self.sandbox.requests().len();
            let mut story = Story::default();
            let end = (step.run)(&mut world, &mut story);
            let mut requests = self.sandbox.requests();
            let sent = requests.split_off(before.min(requests.len()));
            let end = end.and_then(|()| match sent.len() {
                count if count == step.requests => Ok(()),
                count => Err(Unexpected::new(format!(
                    "{} requests were to be sent, the sandbox answered {count}",
                    step.requests
                ))),
            });
            let title = step.title;
            if self.output.format() == Format::Json {
                self.show(&StepReport {
                    provider,
                    step: number,
                    title,
                    ok: end.is_ok(),
                    requests: sent.len(),
                })?;
            }
            self.say(format!("{number}. {title}\n{}", story.tell(&sent)))?;
            end.map_err(|unexpected| {
                Failure::failed(format!(
                    "step {number} of {provider} ({title}) did not do what it should: {unexpected}"
                ))
            })?;
        }
        Ok(chapter.steps.len())
    }

    /// Text for people.
    fn say(&mut self, text: impl Display) -> Result<(), Stop> {
        match self.output.format() {
            Format::People => {
                let end = self.output.text(text);
                self.go_on_unread(end)
            }
            Format::Json => Ok(()),
        }
    }

    fn show(&mut self, report: &StepReport<'_>) -> Result<(), Stop> {
        let end = self.output.json(report);
        self.go_on_unread(end)
    }

    /// The exit status speaks for all steps, also when nobody reads to the end.
    fn go_on_unread(&mut self, end: Result<(), Stop>) -> Result<(), Stop> {
        match end {
            Err(Stop::NobodyReads) => {
                self.output.silence();
                Ok(())
            }
            end => end,
        }
    }
}

/// A step for programs.
#[derive(Serialize)]
struct StepReport<'a> {
    provider: &'a str,
    step: usize,
    title: &'a str,
    ok: bool,
    requests: usize,
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::{self, Write};
    use std::rc::Rc;

    use super::*;

    /// How many steps did what they should.
    type Runs = Rc<Cell<usize>>;

    fn play(output: &mut Output, steps: &'static [Step<Runs>]) -> (Result<usize, Stop>, usize) {
        let sandbox = Sandbox::start().unwrap();
        let mut stage = Stage { sandbox, output };
        let chapter = Chapter {
            provider: "nobody",
            about: "steps of a test",
            steps,
        };
        let runs = Runs::default();
        let end = stage.play(&chapter, Ok::<_, io::Error>(runs.clone()));
        (end, runs.get())
    }

    fn message(end: Result<usize, Stop>) -> String {
        match end {
            Err(Stop::Failed(failure)) => format!("{failure:?}"),
            other => panic!("{other:?} is no failure"),
        }
    }

    const GOOD: Step<Runs> = Step {
        title: "Do nothing",
        requests: 0,
        run: |runs, _| {
            runs.set(runs.get() + 1);
            Ok(())
        },
    };
    const BAD: Step<Runs> = Step {
        title: "Check what is not so",
        requests: 0,
        run: |_, story| story.check("one is two", 1 == 2),
    };
    const LAZY: Step<Runs> = Step {
        title: "Forget to send",
        requests: 1,
        run: |_, _| Ok(()),
    };

    #[test]
    fn steps_that_do_what_they_should_are_counted() {
        let mut output = Output::to(Format::People, io::sink());
        let (end, runs) = play(&mut output, &[GOOD, GOOD]);
        assert_eq!((end.unwrap(), runs), (2, 2));
    }

    #[test]
    fn a_check_that_does_not_hold_ends_the_demo_and_names_the_step() {
        let mut output = Output::to(Format::People, io::sink());
        let (end, runs) = play(&mut output, &[GOOD, BAD, GOOD]);
        let message = message(end);
        assert!(message.contains("step 2 of nobody (Check what is not so)"));
        assert!(message.contains("one is two"));
        assert_eq!(runs, 1);
    }

    #[test]
    fn a_step_that_sends_another_number_of_requests_ends_the_demo() {
        let mut output = Output::to(Format::Json, io::sink());
        let (end, _) = play(&mut output, &[LAZY]);
        assert!(message(end).contains("1 requests were to be sent, the sandbox answered 0"));
    }

    #[test]
    fn steps_go_on_when_nobody_reads() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut output = Output::to(Format::People, Closed);
        let (end, runs) = play(&mut output, &[GOOD, BAD]);
        assert!(message(end).contains("step 2"));
        assert_eq!(runs, 1);
    }
}
