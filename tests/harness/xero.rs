//! The other side: a simulator of our own that can go away and come back, and its books.

use std::net::Ipv4Addr;

use serde_json::Value;
use tempfile::TempDir;
use xero_sim::{Control, Options, Running, serve};

/// A simulator in this process. Its books outlive its going away.
pub(crate) struct Xero {
    running: Option<Running>,
    options: Options,
    _folder: TempDir,
}

impl Xero {
    /// Starts one with these organisations, by country.
    pub(crate) async fn start(organisations: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the simulator is made");
        let mut options = Options {
            orgs: organisations.iter().map(|&country| country.to_owned()).collect(),
            state_dir: Some(folder.path().to_owned()),
            ..Options::default()
        };
        let running = serve(options.clone()).await.expect("the simulator starts");
        options.port = port_of(&running.url());
        Self { running: Some(running), options, _folder: folder }
    }

    /// Goes away: nobody listens on its port any more.
    pub(crate) async fn go_away(&mut self) {
        self.running.take().expect("it is there").stop().await;
    }

    /// Comes back on the same port with the same books.
    pub(crate) async fn come_back(&mut self) {
        let running = serve(self.options.clone()).await.expect("the simulator comes back");
        self.running = Some(running);
    }

    /// The one origin that stands for Xero's three.
    pub(crate) fn url(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.options.port)
    }

    /// The names of its organisations.
    pub(crate) fn organisations(&self) -> Vec<String> {
        let running = self.running.as_ref().expect("it is there");
        running.organisations().into_iter().map(|organisation| organisation.name).collect()
    }

    /// What makes the program take it for Xero.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let url = self.url();
        vec![
            ("DAYBOOK_XERO_API", url.clone()),
            ("DAYBOOK_XERO_LOGIN", url.clone()),
            ("DAYBOOK_XERO_IDENTITY", url),
            ("DAYBOOK_XERO_CLIENT_ID", xero_sim::DEFAULT_CLIENT_ID.to_owned()),
        ]
    }

    /// Changes the world behind the program's back.
    pub(crate) fn control(&self, control: Control) {
        let sim = self.running.as_ref().expect("it is there").sim();
        sim.control(control).expect("the simulator does as it is told");
    }
}

/// An organisation's books, as they were when they were read.
pub(crate) struct Books(Value);

impl Books {
    /// Reads those of the first organisation of the simulator at `url`.
    pub(crate) async fn of(url: &str) -> Self {
        Self(get(&format!("{url}/sim/books.json")).await)
    }

    /// Everything in one of its lists, by the list's name in Xero.
    pub(crate) fn all(&self, list: &str) -> &[Value] {
        self.0[list].as_array().unwrap_or_else(|| panic!("books have {list}"))
    }

    /// The journals of cashouts. Deposits and check-ins have journals of their own.
    pub(crate) fn cashouts(&self) -> Vec<&Value> {
        let journals = self.all("ManualJournals");
        let is_cashout = |journal: &&Value| {
            let narration = journal["Narration"].as_str();
            narration.is_some_and(|narration| narration.starts_with("Cashout "))
        };
        journals.iter().filter(is_cashout).collect()
    }

    /// The journal of a cashout, where there is exactly one and it is posted and balances to the
    /// cent, and so do the books as a whole.
    pub(crate) fn the_one_journal(&self) -> &Value {
        let cashouts = self.cashouts();
        let [journal] = cashouts[..] else {
            panic!("there is not exactly one journal: {cashouts:#?}");
        };
        assert_eq!(journal["Status"], "POSTED", "{journal:#}");
        assert_eq!(Self::amounts(journal).iter().sum::<i64>(), 0, "{journal:#}");
        let balances = self.0["TrialBalance"].as_array().expect("books have a trial balance");
        let sum: i64 = balances.iter().map(|account| minor(&account["balance"])).sum();
        assert_eq!(sum, 0, "the trial balance: {balances:#?}");
        journal
    }

    /// The amounts of a journal's lines in cents, debits positive.
    pub(crate) fn amounts(journal: &Value) -> Vec<i64> {
        let lines = journal["JournalLines"].as_array().expect("a journal has lines");
        lines.iter().map(|line| minor(&line["LineAmount"])).collect()
    }
}

/// How many journals the simulator at `url` was asked to make.
pub(crate) async fn posts(url: &str) -> usize {
    let log = get(&format!("{url}/sim/log.json")).await;
    let calls = log["calls"].as_array().expect("the log has calls");
    let is_post = |call: &&Value| {
        let path = call["path"].as_str().unwrap_or_default();
        call["method"] != "GET" && path.ends_with("/ManualJournals")
    };
    calls.iter().filter(is_post).count()
}

async fn get(url: &str) -> Value {
    // Fails when another journey installed it first, which is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client is made");
    let answer = client.get(url).send().await.unwrap_or_else(|error| panic!("{url}: {error}"));
    let text = answer.text().await.unwrap_or_else(|error| panic!("{url}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{url}: {error} in {text}"))
}

/// An amount of two decimals in cents: a JSON number, or a decimal string.
fn minor(amount: &Value) -> i64 {
    let text = amount.as_str().map_or_else(|| amount.to_string(), str::to_owned);
    let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
    assert!(cents.len() <= 2, "{text} has more than two decimals");
    format!("{whole}{cents:0<2}").parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn port_of(url: &str) -> u16 {
    url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a url with a port")
}
