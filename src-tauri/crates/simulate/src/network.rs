//! The way to the simulated Xero, on which everything goes wrong that can: requests that never
//! leave, get lost, arrive late or twice, answers that are lost, torn or somebody else's, and
//! whatever Xero itself answers instead of what was asked for.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use xero::{BoxFuture, Request, Response, Transport, TransportError};
use xero_sim::{Control, Sim};

use crate::chance::Chance;
use crate::fate::{FATES, Fate, Meant, is_of_tokens};
use crate::gate::{Gate, Place, locked};
use crate::nature::Nature;

/// How long a client waits for an answer.
const PATIENCE: TimeDelta = TimeDelta::seconds(60);
/// When a request arrives that is late: within the settle time, and often when its sender has
/// lost patience.
const LATE_MS: Range<u64> = 20_000..85_000;
/// The same in a history in which nothing but the key keeps a document from being there twice:
/// beyond the settle time, within the six minutes that Xero remembers a key.
const VERY_LATE_MS: Range<u64> = 85_000..240_000;
/// A process that stands longer where its request leaves is one whose machine sleeps.
const A_MOMENT: TimeDelta = TimeDelta::seconds(1);
/// Writes meet so many times the faults.
const WRITES_FACTOR: u64 = 3;
/// Of a thousand requests, so many meet a fault at most.
const FAULTS_MAX: u64 = 600;
/// What an exchange takes where nothing goes wrong.
const ANSWER_MAX_MS: u64 = 40;

/// How much goes wrong.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weather {
    /// Of a thousand requests, so many meet a fault.
    pub(crate) per_mille: u64,
    /// Whether a request may come when its settle time is over.
    pub(crate) very_late: bool,
}

/// The way between the processes of one desk and Xero.
pub(crate) struct Network {
    pub(crate) sim: Sim,
    nature: Arc<Nature>,
    chance: Chance,
    weather: Mutex<Weather>,
    meant: Mutex<Option<Meant>>,
    /// Requests on their way, with the time they arrive at.
    late: Mutex<Vec<(DateTime<Utc>, Request)>>,
    sim_now: Mutex<DateTime<Utc>>,
    faults: Mutex<BTreeMap<&'static str, u64>>,
    calls: Mutex<u64>,
    /// Xero gave new tokens, and nobody here is known to have them.
    rotation_lost: AtomicBool,
    /// The last good answer to a write, by what it wrote.
    answers: Mutex<BTreeMap<String, Response>>,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network")
    }
}

impl Network {
    pub(crate) fn new(sim: Sim, nature: Arc<Nature>, chance: Chance) -> Self {
        let sim_now = Mutex::new(nature.now());
        Self {
            sim,
            nature,
            chance,
            weather: Mutex::default(),
            meant: Mutex::default(),
            late: Mutex::default(),
            sim_now,
            faults: Mutex::default(),
            calls: Mutex::default(),
            rotation_lost: false.into(),
            answers: Mutex::default(),
        }
    }

    pub(crate) fn set_weather(&self, weather: Weather) {
        *locked(&self.weather) = weather;
    }

    /// Lets the requests meet this fault and no other; none lets chance decide again.
    pub(crate) fn means(&self, meant: Option<Meant>) {
        *locked(&self.meant) = meant;
    }

    /// How often each fault happened.
    pub(crate) fn faults(&self) -> BTreeMap<&'static str, u64> {
        locked(&self.faults).clone()
    }

    /// How many requests were sent.
    pub(crate) fn calls(&self) -> u64 {
        *locked(&self.calls)
    }

    /// Whether Xero gave tokens that nobody here has: half an hour later the old ones are worth
    /// nothing (facts §2.4), and no program can help it.
    pub(crate) fn is_rotation_lost(&self) -> bool {
        self.rotation_lost.load(Ordering::SeqCst)
    }

    /// Somebody has the newest tokens.
    pub(crate) fn rotation_is_kept(&self) {
        self.rotation_lost.store(false, Ordering::SeqCst);
    }

    /// Whether a request is still on its way.
    pub(crate) fn is_something_on_its_way(&self) -> bool {
        !locked(&self.late).is_empty()
    }

    /// Does something in Xero, or to it.
    pub(crate) fn control(&self, control: &Value) -> bool {
        let control: Control = serde_json::from_value(control.clone()).expect("a control");
        self.keep_time();
        self.sim.control(control).is_ok()
    }

    /// Lets time pass, and what is on its way arrive.
    pub(crate) async fn pass_until(&self, time: DateTime<Utc>) {
        while let Some((at, request)) = self.next_late(time) {
            self.nature.pass_until(at);
            // Nobody waits for this answer any more.
            drop(self.deliver(request).await);
        }
        self.nature.pass_until(time);
    }

    fn next_late(&self, time: DateTime<Utc>) -> Option<(DateTime<Utc>, Request)> {
        let mut late = locked(&self.late);
        let (place, _) = late.iter().enumerate().min_by_key(|(_, (at, _))| *at)?;
        (late[place].0 <= time).then(|| late.remove(place))
    }

    fn keep_time(&self) {
        let mut sim_now = locked(&self.sim_now);
        let seconds = (self.nature.now() - *sim_now).num_seconds();
        if seconds > 0 {
            let control = Control { advance_seconds: seconds, ..Control::default() };
            self.sim.control(control).expect("time passes everywhere");
            *sim_now += TimeDelta::seconds(seconds);
        }
    }

    /// What Xero does with a request, and its answer.
    pub(crate) async fn deliver(&self, request: Request) -> Result<Response, TransportError> {
        self.keep_time();
        let is_of_tokens = is_of_tokens(&request);
        let answer = self.sim.answer(request.map(Body::from)).await;
        let answer = answer.map_err(|_| TransportError::unknown("the connection broke"))?;
        // A refusal gives nothing that could be lost.
        if is_of_tokens && !answer.status().is_client_error() {
            self.rotation_lost.store(true, Ordering::SeqCst);
        }
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, xero::BODY_BYTES_MAX).await;
        let body = body.map_err(|_| TransportError::unknown("the answer was torn"))?;
        Ok(Response::from_parts(parts, body.to_vec()))
    }

    fn fate(&self, request: &Request) -> Option<Fate> {
        let Weather { per_mille, very_late } = *locked(&self.weather);
        *locked(&self.calls) += 1;
        if let Some(meant) = &mut *locked(&self.meant) {
            return meant.meets(request);
        }
        // What writes is what can go wrong; most of what is sent reads the chart.
        let is_write = request.method() != "GET";
        let often = if is_write { WRITES_FACTOR * per_mille } else { per_mille };
        if self.chance.below(1_000) >= often.min(FAULTS_MAX) {
            return None;
        }
        let fate = match (is_of_tokens(request), *self.chance.of(&FATES)) {
            (
                true,
                Fate::Twice | Fate::NotXero | Fate::Swapped | Fate::LimitMinute | Fate::LimitOther,
            ) => Fate::TokensLost,
            (_, Fate::Late | Fate::LostAfter) if very_late => Fate::VeryLate,
            (_, Fate::LimitOther) if self.chance.one_in(8) => Fate::LimitDay,
            (_, Fate::ServerError) if self.chance.one_in(2) => Fate::Offline,
            // What a read says is believed: there is nothing to compare it with.
            (_, Fate::Swapped) if table_of(request).is_none() => Fate::Torn,
            (_, fate) => fate,
        };
        *locked(&self.faults).entry(fate.name()).or_default() += 1;
        Some(fate)
    }

    /// Carries a write out and answers with what was said about the one before.
    async fn swaps(&self, request: Request) -> Result<Response, TransportError> {
        let before =
            table_of(&request).and_then(|table| locked(&self.answers).get(&table).cloned());
        let answer = self.deliver(request).await?;
        Ok(before.unwrap_or(answer))
    }

    /// Delivers a request that meets no fault.
    async fn delivers(&self, request: Request) -> Result<Response, TransportError> {
        let table = table_of(&request);
        let answer = self.deliver(request).await?;
        if let Some(table) = table.filter(|_| answer.status() == 200) {
            locked(&self.answers).insert(table, answer.clone());
        }
        Ok(answer)
    }

    /// Lets a request that left at a time arrive so much later.
    fn send_later(&self, request: Request, left_at: DateTime<Utc>, after: Range<u64>) {
        let ms = after.start + self.chance.below(after.end - after.start);
        let at = left_at + TimeDelta::milliseconds(i64::try_from(ms).expect("a few minutes"));
        locked(&self.late).push((at, request));
    }

    /// Xero answers this request in that way.
    async fn answers(&self, fault: Value, request: Request) -> Result<Response, TransportError> {
        let mut fault = fault;
        fault["times"] = json!(1);
        // A fault with a path is not only about the books.
        fault["path"] = json!("/");
        self.control(&json!({ "faults": [fault] }));
        let answer = self.deliver(request).await;
        self.control(&json!({ "heal": true }));
        answer
    }
}

/// The way of one process, on which it can be stopped.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) network: Arc<Network>,
    pub(crate) gate: Arc<Gate>,
}

impl Way {
    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let network = &*self.network;
        let ms = i64::try_from(network.chance.below(ANSWER_MAX_MS)).expect("few");
        let then = network.nature.now() + TimeDelta::milliseconds(ms);
        network.pass_until(then).await;
        let Some(fate) = network.fate(&request) else { return network.delivers(request).await };
        match fate {
            Fate::Unreachable => Err(TransportError::not_sent("no connection")),
            Fate::LostBefore => self.silence().await,
            Fate::LostAfter => {
                drop(network.deliver(request).await);
                self.silence().await
            }
            Fate::Late => {
                network.send_later(request, network.nature.now(), LATE_MS);
                self.silence().await
            }
            Fate::VeryLate => {
                network.send_later(request, network.nature.now(), VERY_LATE_MS);
                self.silence().await
            }
            Fate::Twice => {
                network.send_later(request.clone(), network.nature.now(), LATE_MS);
                network.deliver(request).await
            }
            Fate::Torn => {
                drop(network.deliver(request).await);
                Err(TransportError::unknown("half an answer"))
            }
            Fate::NotXero => {
                let page = "<html><title>Sign in to the harbour's network</title></html>";
                Ok(Response::new(page.as_bytes().to_vec()))
            }
            Fate::Swapped => network.swaps(request).await,
            Fate::LimitMinute => network.answers(limit("minute"), request).await,
            Fate::LimitDay => network.answers(limit("day"), request).await,
            Fate::LimitOther => {
                let which = *network.chance.of(&["concurrent", "app_minute"]);
                network.answers(limit(which), request).await
            }
            Fate::ServerError => network.answers(server_error(network, false), request).await,
            Fate::ServerErrorCommitted => {
                network.answers(server_error(network, true), request).await
            }
            Fate::Unauthorised => {
                let why = *network.chance.of(&["expired", "bad_token"]);
                network.answers(json!({ "kind": "unauthorised", "why": why }), request).await
            }
            Fate::Offline => {
                network.answers(json!({ "kind": "organisation_offline" }), request).await
            }
            Fate::TokensLost => {
                drop(network.deliver(request).await);
                self.silence().await
            }
        }
    }

    /// No answer, until nobody waits for it any more.
    async fn silence(&self) -> Result<Response, TransportError> {
        let until = self.network.nature.now() + PATIENCE;
        self.gate.stand(Place::Asleep, Some(until)).await;
        Err(TransportError::unknown("no answer in time"))
    }
}

/// A request that leaves: where its process is killed just then, it may be on its way already.
struct Leaving<'a> {
    way: &'a Way,
    request: Option<Request>,
    since: DateTime<Utc>,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        let network = &self.way.network;
        // Rotated tokens that nobody gets cost the sign-in, and no program can help it.
        let is_write = |one: &Request| one.method() != "GET" && !is_of_tokens(one);
        let Some(request) = self.request.take().filter(is_write) else { return };
        // It left when it was to leave, or never.
        let is_on_its_way = network.nature.now() - self.since < A_MOMENT;
        if is_on_its_way && network.chance.one_in(2) {
            network.send_later(request, self.since, LATE_MS);
        }
    }
}

/// What a request writes: documents of one kind, made or taken back; none where it only reads.
fn table_of(request: &Request) -> Option<String> {
    let is_write = request.method() == "PUT" || request.method() == "POST";
    let of_books = request.uri().path().strip_prefix("/api.xro/2.0/").filter(|_| is_write)?;
    let table = of_books.split('/').next()?;
    Some(format!("{} {table}", request.method()))
}

fn limit(which: &str) -> Value {
    json!({ "kind": "rate_limit", "limit": which })
}

fn server_error(network: &Network, committed: bool) -> Value {
    let status = *network.chance.of(&[500, 502, 503, 504]);
    json!({ "kind": "server_error", "status": status, "committed": committed })
}

impl Transport for Way {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let since = self.network.nature.now();
        Box::pin(async move {
            let is_of_tokens = is_of_tokens(&request);
            let mut leaving = Leaving { way: self, request: Some(request), since };
            self.gate.stand(Place::Leaving, None).await;
            let request = leaving.request.take().expect("it is still here");
            drop(leaving);
            let answer = self.exchange(request).await;
            self.gate.stand(Place::Answered, None).await;
            if is_of_tokens && answer.as_ref().is_ok_and(|answer| answer.status() == 200) {
                self.network.rotation_is_kept();
            }
            answer
        })
    }
}
