//! The chapter of 超8 SaaS.

use std::sync::Arc;
use std::time::Duration;

use chao8_api::{
    Class, Client, Code, Credentials, Delivery, Direction, Error, IgnoredAny, Refusal, Settings,
    TokenError,
};
use openplat_sandbox::{Chao8, Sandbox, SandboxClock};
use serde_json::json;
use time::OffsetDateTime;
use time::macros::offset;

use super::clock::DemoClock;
use super::story::{Story, Unexpected};
use super::{Chapter, Step};
use crate::local_time::{Zone, whole_seconds};
use crate::table::Column::{Left, Right};
use crate::table::Table;

pub(super) const CHAPTER: Chapter<World> = Chapter {
    provider: "chao8",
    about: "超8 SaaS, an access token and any call of the open API",
    steps: &[
        Step {
            title: "Make three calls with one access token",
            requests: 4,
            run: call_three_times,
        },
        Step {
            title: "Ask until when the token is good",
            requests: 0,
            run: ask_for_status,
        },
        Step {
            title: "Follow the goods behind a digital code (流向)",
            requests: 1,
            run: follow,
        },
        Step {
            title: "Make a call that writes: add a product",
            requests: 1,
            run: add_product,
        },
        Step {
            title: "Have a call refused",
            requests: 1,
            run: have_a_call_refused,
        },
        Step {
            title: "Have the token rejected: it is replaced, and the call repeated",
            requests: 3,
            run: have_the_token_rejected,
        },
        Step {
            title: "Have it rejected again within the minute",
            requests: 1,
            run: have_it_rejected_within_the_minute,
        },
        Step {
            title: "Use an account that is disabled",
            requests: 1,
            run: use_a_disabled_account,
        },
    ],
};

const PRODUCT_PATH: &str = "/ps/v1/open/product/add-upd-product";

/// What the steps share: the client, and the sandbox's own books to check against.
pub(super) struct World {
    base_url: String,
    client: Client,
    truth: Chao8,
    clock: SandboxClock,
}

impl World {
    pub(super) fn new(sandbox: &Sandbox) -> Result<Self, Error> {
        let base_url = sandbox.base_url();
        let clock = sandbox.clock().clone();
        Ok(Self {
            client: client(&base_url, Chao8::ACCESS_KEY, &clock)?,
            base_url,
            truth: sandbox.chao8().clone(),
            clock,
        })
    }

    /// One call of no use, to see whether its token is accepted.
    fn call(&self) -> Result<(), Error> {
        self.client.get("/cncop/demo", &[]).map(|IgnoredAny| ())
    }
}

fn client(base_url: &str, access_key: &str, clock: &SandboxClock) -> Result<Client, Error> {
    let credentials = Credentials {
        access_key: access_key.to_owned(),
        secret: Chao8::SECRET.into(),
    };
    let clock = Arc::new(DemoClock::of(clock));
    // The token stays in memory: the demo leaves nothing behind.
    let settings = Settings::new(base_url).transport(|transport| transport.clock(clock));
    Client::new(credentials, settings)
}

fn call_three_times(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("get(/cncop/demo), 3 times");
    for _ in 0..3 {
        world.call()?;
    }
    story.answer("done, each time");
    story.note("the provider allows one token request a minute, for a token of 8 hours");
    story.check(
        "the sandbox counted 1 token request",
        world.truth.token_requests() == 1,
    )
}

fn ask_for_status(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("token_status()");
    let status = world.client.token_status()?;
    let zone = Zone::from(offset!(+8));
    let told = |instant: Option<OffsetDateTime>| match instant {
        Some(instant) => zone.show(instant),
        None => "not known".to_owned(),
    };
    let next_request_at = Some(status.next_request_at);
    story.answer("there is a token");
    story.table(Table::pairs([
        ["fetched", &told(status.fetched_at)],
        ["expires", &told(status.expires_at)],
        ["next request", &told(next_request_at)],
    ]));
    let now = world.clock.now();
    let after = |seconds| Some(now + time::Duration::seconds(seconds));
    story.check(
        "it lives 8 hours, and another request is allowed after 61 seconds",
        (status.fetched_at, status.expires_at, next_request_at)
            == (Some(now), after(28_800), after(61)),
    )
}

fn follow(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(&format!(
        "flow(code {}, the codes below it)",
        Chao8::BOX_CODE
    ));
    let flow = world.client.flow(Chao8::BOX_CODE, Direction::Below)?;
    story.answer(format_args!(
        "{} codes below it, and {} flow records",
        flow.digits.len(),
        flow.details.len()
    ));
    let mut table = Table::new(&[
        Left("receipt"),
        Left("from"),
        Left("to"),
        Right("pieces"),
        Left("completed"),
    ]);
    for record in &flow.details {
        table.row([
            &record.receipt_no,
            &record.sender_name,
            &record.receiver_name,
            &record.receipt_code1_quantity,
            &record.complete_time,
        ]);
    }
    story.table(table);
    story.note("codes are text: this one would lose its zeros as a number");
    let is_below = |code: &str| code.starts_with("0001") && code.len() == Chao8::BOX_CODE.len();
    story.check(
        "2 packs and 4 pieces, whose codes have all their digits",
        flow.digits.len() == 6 && flow.digits.iter().all(|digit| is_below(&digit.code)),
    )
}

fn add_product(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(&format!("post({PRODUCT_PATH}, product P1)"));
    let product = json!({"productNo": "P1", "productName": "可乐"});
    let IgnoredAny = world.client.post(PRODUCT_PATH, &product)?;
    story.answer("done; the answer has no data");
    let products = world.truth.products();
    let names = products.iter().map(|product| &product.product_name);
    story.check("the sandbox holds the product 可乐", names.eq(["可乐"]))
}

fn have_a_call_refused(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call(&format!("post({PRODUCT_PATH}, product P2 without a name)"));
    let end = world
        .client
        .post(PRODUCT_PATH, &json!({"productNo": "P2"}))
        .map(|IgnoredAny| ());
    let refusal = match &end {
        Err(Error::Refused(refusal)) => refusal,
        _ => return Err(Unexpected::new(format!("not refused, but {end:?}"))),
    };
    tell(story, refusal);
    story.note("code 500 explains nothing: a call that writes may have been done all the same");
    let delivery = end.as_ref().map_err(Error::delivery);
    story.check(
        "refused with 500, and known to be open whether it was done",
        refusal.code == Code::UNKNOWN_ERROR && delivery == Err(Delivery::Unknown),
    )?;
    story.check(
        "the refusal has a trace id for the provider's support",
        refusal.trace_id.is_some(),
    )
}

fn have_the_token_rejected(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    // The last token request is long ago.
    world.clock.advance(Duration::from_secs(120));
    world.truth.expire_tokens();
    story.call("get(/cncop/demo), 2 minutes later, with a token that the provider has ended");
    world.call()?;
    story.answer("done, with another token");
    story.check(
        "the sandbox counted 2 token requests in all",
        world.truth.token_requests() == 2,
    )
}

fn have_it_rejected_within_the_minute(
    world: &mut World,
    story: &mut Story,
) -> Result<(), Unexpected> {
    world.clock.advance(Duration::from_secs(20));
    world.truth.expire_tokens();
    story.call("get(/cncop/demo), 20 seconds later, with a token that the provider has ended");
    let end = world.call();
    let Err(error) = &end else {
        return Err(Unexpected::new("not refused"));
    };
    let seconds = error.retry_in().map(whole_seconds).unwrap_or_default();
    story.answer(format_args!(
        "refused by the client itself: a token request is allowed in {seconds} s"
    ));
    let is_held_back = matches!(error, Error::Token(token)
        if matches!(token.reason, TokenError::TooSoon { .. }));
    story.check(
        "no token, for the 41 seconds that are left",
        is_held_back && error.class() == Some(Class::RateLimit) && seconds == 41,
    )?;
    story.check(
        "the sandbox counted 2 token requests still",
        world.truth.token_requests() == 2,
    )
}

fn use_a_disabled_account(world: &mut World, story: &mut Story) -> Result<(), Unexpected> {
    story.call("get(/cncop/demo), by a client with another access key");
    let client = client(&world.base_url, Chao8::DISABLED_ACCESS_KEY, &world.clock)?;
    let end = client.get("/cncop/demo", &[]).map(|IgnoredAny| ());
    let Err(error) = &end else {
        return Err(Unexpected::new("not refused"));
    };
    let Error::Token(token) = error else {
        return Err(Unexpected::new(format!("no refused token, but {error:?}")));
    };
    let request_error = token.reason.fetch_error().map(|error| &**error);
    let Some(Error::Refused(refusal)) = request_error else {
        return Err(Unexpected::new(format!("no refused token, but {error:?}")));
    };
    tell(story, refusal);
    story.check(
        "no token, refused with 21184032, and the call was not sent",
        refusal.code == Code::ACCOUNT_DISABLED && error.delivery() == Delivery::NotSent,
    )
}

/// Tells a refusal with the trace id that the provider's support can look it up by.
fn tell(story: &mut Story, refusal: &Refusal) {
    let code = refusal.code.to_string();
    story.answer("refused");
    story.table(Table::pairs([
        ["code", &code],
        ["message", &refusal.message],
        ["meaning", refusal.code.meaning().unwrap_or_default()],
        ["class", refusal.class().as_str()],
        ["trace id", refusal.trace_id.as_deref().unwrap_or_default()],
    ]));
}
