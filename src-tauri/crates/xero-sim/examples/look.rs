//! tmp
use xero_sim::*;
#[tokio::main]
async fn main() {
    let r = serve(Options {
        port: 18999,
        orgs: ["ca", "nz", "us"].map(str::to_owned).to_vec(),
        state_dir: Some("/tmp/simlook".into()),
        ..Options::default()
    })
    .await
    .unwrap();
    println!("{}", r.url());
    std::future::pending::<()>().await;
}
