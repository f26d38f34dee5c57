//! The browser's way back: both address families, one answer, nothing else.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use world::{TestClock, World};
use xero::{NoObserver, Origins, SIGN_IN_PATIENCE, SignIn, SignInError, SignInParts, SignedIn};

use crate::support::{CLIENT_ID, Scripted, answer, form_field, start, tokens_answer};

const EVENT: &str = "d99ecdfe-391d-43d2-b834-17636ba90e8d";

/// Ports nobody uses now. The listeners that found them are gone when the sign-in begins.
async fn free_ports(count: usize) -> Vec<u16> {
    let mut listeners = Vec::new();
    for _ in 0..count {
        listeners.push(TcpListener::bind(("127.0.0.1", 0)).await.unwrap());
    }
    listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect()
}

/// Xero's two hosts, for one good code.
fn xero() -> Arc<Scripted> {
    use base64::Engine as _;
    let claims = format!(r#"{{"authentication_event_id":"{EVENT}"}}"#);
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims);
    Scripted::new(move |request| {
        Ok(match request.uri().path() {
            "/connect/token" if form_field(request, "code").as_deref() == Some("good") => {
                tokens_answer(&format!("header.{claims}.signature"), "refresh-1")
            }
            "/connect/token" => answer(400, r#"{"error":"invalid_grant"}"#),
            "/connections" => answer(
                200,
                format!(
                    r#"[{{"id":"e1eede29-f875-4a5d-8470-17f6a29a88b1","authEventId":"{EVENT}",
                "tenantId":"70784a63-d24b-46a9-a4db-0e70a274b056","tenantType":"ORGANISATION",
                "tenantName":"Harbour Boat Rentals",
                "createdDateUtc":"2019-12-07T18:46:19.5165400",
                "updatedDateUtc":"2019-12-07T18:46:19.5187840"}}]"#
                ),
            ),
            path => panic!("unexpected {path}"),
        })
    })
}

struct Attempt {
    port: u16,
    state: String,
    xero: Arc<Scripted>,
    clock: TestClock,
    finishing: JoinHandle<Result<SignedIn, SignInError>>,
}

async fn begin(ports: Vec<u16>) -> Result<Attempt, SignInError> {
    let (sign_in, xero, port, state, clock) = begun(ports).await?;
    let finishing = tokio::spawn(sign_in.finish(SIGN_IN_PATIENCE));
    Ok(Attempt { port, state, xero, clock, finishing })
}

/// A sign-in nobody waits for yet, with its port and its state.
async fn begun(
    ports: Vec<u16>,
) -> Result<(SignIn, Arc<Scripted>, u16, String, TestClock), SignInError> {
    let xero = xero();
    let clock = TestClock::held(start());
    let world = World { clock: Arc::new(clock.clone()), ..World::system() };
    let sign_in = SignIn::begin(SignInParts {
        transport: xero.clone(),
        origins: Origins::default(),
        client_id: CLIENT_ID.to_owned(),
        scopes: xero::SCOPES.iter().map(ToString::to_string).collect(),
        ports,
        observer: Arc::new(NoObserver),
        world,
    })
    .await?;
    let fields: std::collections::HashMap<_, _> =
        sign_in.authorize_url().query_pairs().into_owned().collect();
    let port = fields["redirect_uri"].split([':', '/']).nth(4).unwrap().parse().unwrap();
    let state = fields["state"].clone();
    Ok((sign_in, xero, port, state, clock))
}

/// The whole answer; the server closes after it.
async fn sent(port: u16, host: &str, request: &str) -> String {
    let mut stream = TcpStream::connect((host, port)).await.expect("somebody listens");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn visited(port: u16, host: &str, target: &str) -> String {
    sent(port, host, &format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")).await
}

impl Attempt {
    async fn one() -> Self {
        begin(free_ports(1).await).await.expect("the port is free")
    }

    async fn visit(&self, host: &str, target: &str) -> String {
        visited(self.port, host, target).await
    }

    async fn send(&self, host: &str, request: &str) -> String {
        sent(self.port, host, request).await
    }

    fn come_back(&self) -> String {
        format!("/callback?code=good&scope=openid&state={}", self.state)
    }

    async fn ended(self) -> Result<SignedIn, SignInError> {
        self.finishing.await.unwrap()
    }
}

#[tokio::test]
async fn the_address_asks_for_what_xero_wants() {
    let ports = free_ports(1).await;
    let sign_in = SignIn::begin(SignInParts {
        transport: xero(),
        origins: Origins::default(),
        client_id: CLIENT_ID.to_owned(),
        scopes: vec!["openid".to_owned(), "offline_access".to_owned()],
        ports: ports.clone(),
        observer: Arc::new(NoObserver),
        world: World::seeded(5, start()),
    })
    .await
    .expect("the port is free");
    let url = sign_in.authorize_url();
    assert!(url.as_str().starts_with("https://login.xero.com/identity/connect/authorize?"));
    let fields: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(fields["response_type"], "code");
    assert_eq!(fields["client_id"], CLIENT_ID);
    assert_eq!(fields["redirect_uri"], format!("http://localhost:{}/callback", ports[0]));
    assert_eq!(fields["scope"], "openid offline_access");
    assert_eq!(fields["code_challenge_method"], "S256");
    assert_eq!(fields["code_challenge"].len(), 43);
    assert!(fields["state"].len() >= 32);
}

#[tokio::test]
async fn the_browser_may_come_back_by_either_address_family() {
    for host in ["127.0.0.1", "::1"] {
        let attempt = Attempt::one().await;
        let page = attempt.visit(host, &attempt.come_back()).await;
        assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
        assert!(page.contains("Daybook is connected to Xero"), "{page}");
        let exchange = attempt.xero.seen("/connect/token").remove(0);
        let redirect = format!("http://localhost:{}/callback", attempt.port);
        assert_eq!(form_field(&exchange, "redirect_uri"), Some(redirect));
        assert_eq!(form_field(&exchange, "client_id").as_deref(), Some(CLIENT_ID));
        assert_eq!(form_field(&exchange, "code_verifier").unwrap().len(), 43);
        let listed = attempt.xero.seen("/connections").remove(0);
        assert_eq!(listed.uri().query(), Some(&*format!("authEventId={EVENT}")));
        let signed_in = attempt.ended().await.expect("signed in");
        assert_eq!(signed_in.connections[0].tenant_name.as_deref(), Some("Harbour Boat Rentals"));
        assert_eq!(signed_in.tokens.refresh.secret(), "refresh-1");
    }
}

#[tokio::test]
async fn a_wrong_state_is_refused_and_the_right_one_still_accepted() {
    let attempt = Attempt::one().await;
    for target in [
        "/callback?code=good&state=guessed".to_owned(),
        "/callback?code=good".to_owned(),
        "/callback?error=access_denied&state=guessed".to_owned(),
        format!("/callback?state={}", attempt.state),
        "/callback".to_owned(),
    ] {
        let page = attempt.visit("127.0.0.1", &target).await;
        assert!(page.starts_with("HTTP/1.1 400"), "{target}: {page}");
    }
    assert!(attempt.xero.seen("/").is_empty(), "nothing was exchanged");
    attempt.visit("127.0.0.1", &attempt.come_back()).await;
    attempt.ended().await.expect("signed in");
}

#[tokio::test]
async fn other_paths_methods_and_names_find_nothing() {
    let attempt = Attempt::one().await;
    let (port, back) = (attempt.port, attempt.come_back());
    for request in [
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
        format!("GET /callback/more HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
        format!("HEAD {back} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"),
        format!("GET /callback/../callback HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
        format!("GET /CALLBACK{} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", &back[9..]),
        format!("GET {back} HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"),
        format!("GET {back} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"),
    ] {
        let page = attempt.send("127.0.0.1", &request).await;
        assert!(page.starts_with("HTTP/1.1 404"), "{request}: {page}");
    }
    assert!(attempt.xero.seen("/").is_empty(), "nothing was exchanged");
    attempt.visit("127.0.0.1", &back).await;
    attempt.ended().await.expect("signed in");
}

#[tokio::test]
async fn no_other_method_brings_a_code() {
    let attempt = Attempt::one().await;
    let (port, back) = (attempt.port, attempt.come_back());
    let form = back.split_once('?').expect("a query").1;
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let request = format!(
            "{method} {back} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\
             Origin: https://login.xero.com\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{form}",
            form.len(),
        );
        let page = attempt.send("127.0.0.1", &request).await;
        assert!(page.starts_with("HTTP/1.1 405"), "{method}: {page}");
        assert!(!page.to_lowercase().contains("access-control-allow"), "{method}: {page}");
    }
    assert!(attempt.xero.seen("/").is_empty(), "nothing was exchanged");
    attempt.visit("127.0.0.1", &back).await;
    attempt.ended().await.expect("signed in");
}

#[tokio::test]
async fn a_code_that_is_brought_again_finds_nobody() {
    let attempt = Attempt::one().await;
    let (port, back) = (attempt.port, attempt.come_back());
    let xero = Arc::clone(&attempt.xero);
    attempt.visit("127.0.0.1", &back).await;
    attempt.ended().await.expect("signed in");
    for host in ["127.0.0.1", "::1"] {
        assert!(
            TcpStream::connect((host, port)).await.is_err(),
            "somebody listens still on {host}"
        );
    }
    assert_eq!(xero.seen("/connect/token").len(), 1);
}

#[tokio::test]
async fn an_answer_that_is_given_up_is_not_exchanged_and_frees_the_port() {
    let (sign_in, xero, port, state, _clock) = begun(free_ports(1).await).await.expect("free");
    let back = format!("/callback?code=good&scope=openid&state={state}");
    let waited = sign_in.wait(SIGN_IN_PATIENCE);
    let given_up = async { waited.await.expect("the browser came back").give_up().await };
    let (page, ()) = tokio::join!(visited(port, "127.0.0.1", &back), given_up);
    assert!(page.contains("This is not the sign-in Daybook is waiting for"), "{page}");
    assert!(xero.seen("/").is_empty(), "Xero has given nothing out");
    begun(vec![port]).await.expect("the port is free again");
}

#[tokio::test]
async fn of_visits_at_once_one_is_the_answer() {
    let attempt = Attempt::one().await;
    let back = attempt.come_back();
    // What was opened before and says nothing does not keep the port either.
    let silent = TcpStream::connect(("127.0.0.1", attempt.port)).await.expect("somebody listens");
    // A visit that comes when the port is just given up finds the connection closed: no page.
    let visit = || async {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", attempt.port)).await else {
            return String::new();
        };
        let request = format!("GET {back} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", attempt.port);
        let mut page = String::new();
        if stream.write_all(request.as_bytes()).await.is_ok() {
            let _closed = stream.read_to_string(&mut page).await;
        }
        page
    };
    let pages = tokio::join!(visit(), visit(), visit());
    let pages = [pages.0, pages.1, pages.2];
    let connected = pages.iter().filter(|page| page.starts_with("HTTP/1.1 200 OK")).count();
    assert_eq!(connected, 1, "{pages:#?}");
    let others = pages.iter().filter(|page| page.starts_with("HTTP/1.1 400") || page.is_empty());
    assert_eq!(others.count(), 2, "{pages:#?}");
    drop(silent);
    assert_eq!(attempt.xero.seen("/connect/token").len(), 1, "one code, one exchange");
    attempt.ended().await.expect("signed in");
}

#[tokio::test]
async fn a_cancelled_consent_is_told_as_such() {
    let attempt = Attempt::one().await;
    let target = format!("/callback?error=access_denied&state={}", attempt.state);
    let page = attempt.visit("127.0.0.1", &target).await;
    assert!(page.contains("You chose not to allow it"), "{page}");
    assert!(matches!(attempt.ended().await, Err(SignInError::Cancelled)));
}

#[tokio::test]
async fn a_refusal_of_xero_is_told_with_its_code() {
    let attempt = Attempt::one().await;
    let target = format!("/callback?error=invalid_scope&state={}", attempt.state);
    attempt.visit("127.0.0.1", &target).await;
    let error = attempt.ended().await.expect_err("refused");
    assert!(matches!(&error, SignInError::Refused { code } if code == "invalid_scope"));

    let attempt = Attempt::one().await;
    let target = format!("/callback?code=stale&state={}", attempt.state);
    let page = attempt.visit("127.0.0.1", &target).await;
    assert!(page.contains("Xero did not complete the sign-in"), "{page}");
    let error = attempt.ended().await.expect_err("refused");
    assert!(matches!(&error, SignInError::Refused { code } if code == "invalid_grant"));
}

#[tokio::test]
async fn patience_ends_and_frees_the_port() {
    let attempt = Attempt::one().await;
    let port = attempt.port;
    attempt.clock.somebody_sleeps().await;
    attempt.clock.advance(SIGN_IN_PATIENCE - Duration::from_secs(1));
    tokio::task::yield_now().await;
    assert!(!attempt.finishing.is_finished());
    attempt.clock.advance(Duration::from_secs(1));
    assert!(matches!(attempt.ended().await, Err(SignInError::TimedOut { .. })));
    begin(vec![port]).await.expect("the port is free again");
}

#[tokio::test]
async fn a_port_in_use_on_one_family_is_passed_over() {
    for host in ["127.0.0.1", "::1"] {
        let ports = free_ports(2).await;
        let _other_program = TcpListener::bind((host, ports[0])).await.unwrap();
        let attempt = begin(ports.clone()).await.expect("the second port is free");
        assert_eq!(attempt.port, ports[1]);
    }
}

#[tokio::test]
async fn when_all_ports_are_in_use_they_are_named() {
    let ports = free_ports(2).await;
    let first = begin(ports[..1].to_vec()).await.expect("free");
    let second = begin(ports[1..].to_vec()).await.expect("free");
    let error = begin(ports.clone()).await.err().expect("none is free");
    let SignInError::PortsBusy { ports: named } = &error else { panic!("{error:?}") };
    assert_eq!(*named, ports);
    drop((first, second));
}
