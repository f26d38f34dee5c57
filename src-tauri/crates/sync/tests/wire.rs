//! The wire to a simulator in the same process: it keeps the simulator's clock with ours, counts
//! calls, can be unplugged, and is a place to crash at.

use std::collections::BTreeSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::task::Poll;

use axum::body::Body;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sync::{Step, Steps};
use tokio::sync::Notify;
use world::{Clock, TestClock};
use xero::{BoxFuture, Request, Response, Transport, TransportError};
use xero_sim::{Control, Sim};

pub(crate) struct Wire {
    pub(crate) sim: Sim,
    clock: TestClock,
    sim_now: Mutex<DateTime<Utc>>,
    unplugged: AtomicBool,
    ignores_voids: AtomicBool,
    calls: Mutex<Vec<String>>,
    refused_for_limits: AtomicUsize,
    /// After so many calls, others make so many.
    others: Mutex<Vec<(usize, u32)>>,
    first_tries: Mutex<FirstTries>,
    interruptions: Mutex<Vec<(String, Value)>>,
    mix_up: Mutex<Option<MixUp>>,
    late: Mutex<Late>,
    rewrite: Mutex<Option<(&'static str, &'static str)>>,
}

/// A call that is to be late, and what was sent with it.
#[derive(Default)]
struct Late {
    call: Option<String>,
    request: Option<Request>,
}

/// Somebody on the way answers a call with what Xero said to the one before.
struct MixUp {
    call: String,
    before: Option<Response>,
}

/// What happens to each write the first time it is sent.
#[derive(Default)]
struct FirstTries {
    fault: Option<Value>,
    seen: BTreeSet<String>,
}

impl Wire {
    pub(crate) fn new(sim: Sim, clock: TestClock) -> Self {
        Self {
            sim,
            sim_now: Mutex::new(clock.now()),
            clock,
            unplugged: false.into(),
            ignores_voids: false.into(),
            calls: Mutex::default(),
            refused_for_limits: AtomicUsize::default(),
            others: Mutex::default(),
            first_tries: Mutex::default(),
            interruptions: Mutex::default(),
            mix_up: Mutex::default(),
            late: Mutex::default(),
            rewrite: Mutex::default(),
        }
    }

    pub(crate) fn unplug(&self, unplugged: bool) {
        self.unplugged.store(unplugged, Ordering::SeqCst);
    }

    /// From now on Xero answers a void with the journal as it is.
    pub(crate) fn ignore_voids(&self) {
        self.ignores_voids.store(true, Ordering::SeqCst);
    }

    /// Somebody does this in Xero right before the next such call, as "PUT Invoices", arrives.
    pub(crate) fn just_before(&self, call: &str, control: Value) {
        self.interruptions.lock().unwrap().push((call.to_owned(), control));
    }

    /// The second such call from now on, as "PUT Invoices", never arrives, and is answered with
    /// Xero's answer to the first.
    pub(crate) fn mix_up(&self, call: &str) {
        *self.mix_up.lock().unwrap() = Some(MixUp { call: call.to_owned(), before: None });
    }

    /// The next such call has no answer, and arrives when it is let go.
    pub(crate) fn hold_back(&self, call: &str) {
        self.late.lock().unwrap().call = Some(call.to_owned());
    }

    /// What was held back arrives.
    pub(crate) async fn let_go(&self) {
        let request = self.late.lock().unwrap().request.take().expect("something is held back");
        self.exchange(request).await.expect("it is carried out");
    }

    fn is_late(&self, call: &str, request: &Request) -> bool {
        let mut late = self.late.lock().unwrap();
        let is_late = late.call.take_if(|one| one == call).is_some();
        if is_late {
            late.request = Some(request.clone());
        }
        is_late
    }

    /// From now on Xero's answers say the second text in the place of the first.
    pub(crate) fn rewrite(&self, one: &'static str, other: &'static str) {
        *self.rewrite.lock().unwrap() = Some((one, other));
    }

    fn rewritten(&self, body: Vec<u8>) -> Vec<u8> {
        match *self.rewrite.lock().unwrap() {
            Some((one, other)) => String::from_utf8_lossy(&body).replace(one, other).into_bytes(),
            None => body,
        }
    }

    fn mixed_up(&self, call: &str) -> Option<Response> {
        let mut mix_up = self.mix_up.lock().unwrap();
        let is_second = |one: &MixUp| one.call == call && one.before.is_some();
        if mix_up.as_ref().is_some_and(is_second) { mix_up.take()?.before } else { None }
    }

    fn remember(&self, call: &str, answer: &Response) {
        if let Some(one) = self.mix_up.lock().unwrap().as_mut().filter(|one| one.call == call) {
            one.before = Some(answer.clone());
        }
    }

    fn interrupt(&self, call: &str) {
        let mut interruptions = self.interruptions.lock().unwrap();
        while let Some(place) = interruptions.iter().position(|(before, _)| before == call) {
            let (_, control) = interruptions.remove(place);
            self.sim.control(serde_json::from_value(control).unwrap()).unwrap();
        }
    }

    /// From now on this fault happens to every write, the first time it is sent.
    pub(crate) fn fail_first_tries(&self, fault: &str) {
        self.first_tries.lock().unwrap().fault = Some(serde_json::from_str(fault).unwrap());
    }

    /// Arms the fault of first tries where this is one. A write is known by its bytes.
    fn arm(&self, request: &Request) {
        let mut tries = self.first_tries.lock().unwrap();
        let Some(mut fault) = tries.fault.clone().filter(|_| request.method() != "GET") else {
            return;
        };
        let path = request.uri().path();
        let write = format!("{path} {}", String::from_utf8_lossy(request.body()));
        if path.starts_with("/api.xro/") && tries.seen.insert(write) {
            fault["times"] = json!(1);
            let faults = json!({ "faults": [fault] });
            self.sim.control(serde_json::from_value(faults).unwrap()).unwrap();
        }
    }

    /// The accounting calls so far, as "PUT ManualJournals".
    pub(crate) fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }

    /// How many answers were 429.
    pub(crate) fn refused_for_limits(&self) -> usize {
        self.refused_for_limits.load(Ordering::SeqCst)
    }

    /// Counts from nothing again.
    pub(crate) fn forget_calls(&self) {
        self.calls.lock().unwrap().clear();
        self.refused_for_limits.store(0, Ordering::SeqCst);
    }

    /// After so many calls, another program of the same app and organisation makes so many.
    pub(crate) fn others_take_after(&self, calls: usize, count: u32) {
        self.others.lock().unwrap().push((calls, count));
    }

    /// The calls others make now, with the bearer and the organisation of this request. What they
    /// are answered is theirs.
    async fn let_others(&self, request: &Request) {
        let calls = self.calls.lock().unwrap().len();
        let due = |others: &mut Vec<(usize, u32)>| {
            let place = others.iter().position(|(after, _)| *after == calls)?;
            Some(others.remove(place).1)
        };
        let count = due(&mut self.others.lock().unwrap()).unwrap_or_default();
        for _ in 0..count {
            let mut theirs = Request::new(Vec::new());
            *theirs.uri_mut() = "http://127.0.0.1:9/api.xro/2.0/Organisation".parse().unwrap();
            theirs.headers_mut().clone_from(request.headers());
            drop(self.sim.answer(theirs.map(Body::from)).await);
        }
    }

    pub(crate) fn count(&self, call: &str) -> usize {
        self.calls().iter().filter(|one| one.as_str() == call).count()
    }

    fn keep_time(&self) {
        let mut sim_now = self.sim_now.lock().unwrap();
        let seconds = (self.clock.now() - *sim_now).num_seconds();
        if seconds > 0 {
            let control = Control { advance_seconds: seconds, ..Control::default() };
            self.sim.control(control).unwrap();
            *sim_now += chrono::TimeDelta::seconds(seconds);
        }
    }

    pub(crate) async fn exchange(&self, mut request: Request) -> Result<Response, TransportError> {
        if self.unplugged.load(Ordering::SeqCst) {
            return Err(TransportError::not_sent("the cable is out"));
        }
        self.keep_time();
        let mut call = String::new();
        if let Some(resource) = request.uri().path().strip_prefix("/api.xro/2.0/") {
            let resource = resource.split('/').next().unwrap_or_default();
            call = format!("{} {resource}", request.method());
            self.interrupt(&call);
            self.calls.lock().unwrap().push(call.clone());
            self.let_others(&request).await;
        }
        if self.is_late(&call, &request) {
            return Err(TransportError::unknown("no answer in time"));
        }
        if let Some(answer) = self.mixed_up(&call) {
            return Ok(answer);
        }
        let is_void =
            request.method() == "POST" && request.uri().path().contains("/ManualJournals/");
        if is_void && self.ignores_voids.load(Ordering::SeqCst) {
            *request.method_mut() = "GET".parse().unwrap();
        }
        self.arm(&request);
        let answer = self.sim.answer(request.map(Body::from)).await;
        let answer = answer.map_err(|_| TransportError::unknown("the connection broke"))?;
        let (parts, body) = answer.into_parts();
        if parts.status == 429 {
            self.refused_for_limits.fetch_add(1, Ordering::SeqCst);
        }
        let body = axum::body::to_bytes(body, usize::MAX).await;
        let body = body.map_err(|_| TransportError::unknown("the answer was torn"))?;
        let answer = Response::from_parts(parts, self.rewritten(body.to_vec()));
        self.remember(&call, &answer);
        Ok(answer)
    }
}

/// The wire of one process, which may die on it.
#[derive(Clone)]
pub(crate) struct ProcessWire {
    pub(crate) wire: std::sync::Arc<Wire>,
    pub(crate) crash: std::sync::Arc<Crash>,
}

impl fmt::Debug for ProcessWire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProcessWire")
    }
}

impl Transport for ProcessWire {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            self.crash.point().await;
            let answer = self.wire.exchange(request).await;
            self.crash.point().await;
            answer
        })
    }
}

/// A crash at the n-th point of a process; zero is never.
#[derive(Debug, Default)]
pub(crate) struct Crash {
    at: u32,
    points: AtomicU32,
    now: Notify,
    /// The machine sleeps when the process comes here: once, or each time.
    sleeps: Mutex<Option<Step>>,
    each_time: bool,
    wakes: Notify,
}

impl Crash {
    pub(crate) fn at(at: u32) -> Self {
        Self { at, ..Self::default() }
    }

    /// A process that sleeps once where this was just done.
    pub(crate) fn asleep_at(step: Step) -> Self {
        Self { sleeps: Some(step).into(), ..Self::default() }
    }

    /// A process that sleeps each time where this was just done.
    pub(crate) fn asleep_each_time(step: Step) -> Self {
        Self { each_time: true, ..Self::asleep_at(step) }
    }

    /// Lets a process that sleeps go on.
    pub(crate) fn wake(&self) {
        self.wakes.notify_one();
    }

    pub(crate) fn points(&self) -> u32 {
        self.points.load(Ordering::SeqCst)
    }

    /// Ends when the process is to be dropped, or sleeps.
    pub(crate) async fn happens(&self) {
        self.now.notified().await;
    }

    async fn point(&self) {
        if self.points.fetch_add(1, Ordering::SeqCst) + 1 == self.at {
            self.now.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

impl Steps for Crash {
    fn reached(&self, step: Step) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let sleeps = {
                let mut sleeps = self.sleeps.lock().unwrap();
                let is_here = *sleeps == Some(step);
                *sleeps = sleeps.take_if(|_| self.each_time || !is_here);
                is_here
            };
            if sleeps {
                self.now.notify_one();
                self.wakes.notified().await;
            }
            self.point().await;
        })
    }
}

/// Polls a future some times and drops it, as where the program ends there.
pub(crate) async fn cut_off<T>(future: impl Future<Output = T>, polls: u32) -> Option<T> {
    let (mut future, mut left) = (pin!(future), polls);
    poll_fn(|context| {
        let Some(fewer) = left.checked_sub(1) else { return Poll::Ready(None) };
        left = fewer;
        future.as_mut().poll(context).map(Some)
    })
    .await
}
