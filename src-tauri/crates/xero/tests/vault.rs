//! Where tokens are kept: sealed, with the key elsewhere, whole after anything.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use world::World;
use xero::{SealedVault, TokenVault, VaultChoice, VaultError, VaultKind, VaultPlaces, open_vault};

use crate::support::{Scripted, answer, session_with, start, tokens};

fn places(folder: &Path) -> VaultPlaces {
    VaultPlaces {
        folder: folder.join("book"),
        key_folder: folder.join("keys"),
        name: "book-1".to_owned(),
    }
}

async fn with_key_file(folder: &Path) -> Arc<dyn TokenVault> {
    let world = World::system();
    let (vault, kind) =
        open_vault(&places(folder), VaultChoice::KeyFile, &world).await.expect("opens");
    assert_eq!(kind, VaultKind::KeyFile);
    vault
}

#[tokio::test]
async fn tokens_come_back_in_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let vault = with_key_file(folder.path()).await;
    assert!(vault.load().await.unwrap().is_none());
    vault.save(&tokens("access-1", "refresh-1", 30)).await.unwrap();
    vault.save(&tokens("access-2", "refresh-2", 30)).await.unwrap();
    let again = with_key_file(folder.path()).await.load().await.unwrap().expect("kept");
    assert_eq!(again.access.secret(), "access-2");
    assert_eq!(again.expires_at, tokens("", "", 30).expires_at);
    vault.clear().await.unwrap();
    vault.clear().await.unwrap();
    assert!(!folder.path().join("keys/book-1.key").exists());
    assert!(with_key_file(folder.path()).await.load().await.unwrap().is_none());
}

#[tokio::test]
async fn a_sign_in_by_another_process_is_read_although_its_key_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let ours = with_key_file(folder.path()).await;
    ours.save(&tokens("access-1", "refresh-1", 30)).await.unwrap();
    let theirs = with_key_file(folder.path()).await;
    theirs.clear().await.unwrap();
    assert!(ours.load().await.unwrap().is_none());
    theirs.save(&tokens("access-2", "refresh-2", 30)).await.unwrap();
    assert_eq!(ours.load().await.unwrap().expect("kept").access.secret(), "access-2");
}

#[tokio::test]
async fn no_file_shows_a_token_and_the_key_is_elsewhere_and_private() {
    let folder = tempfile::tempdir().unwrap();
    with_key_file(folder.path()).await.save(&tokens("access-1", "refresh-1", 30)).await.unwrap();
    let sealed = fs::read(folder.path().join("book/tokens.sealed")).unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains("refresh-1"));
    let key = folder.path().join("keys/book-1.key");
    assert_eq!(fs::read(&key).unwrap().len(), 32);
    #[cfg(unix)]
    for file in [key, folder.path().join("book/tokens.sealed")] {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = file.parent().unwrap();
        assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_changed_file_or_another_key_is_refused_and_not_misread() {
    let folder = tempfile::tempdir().unwrap();
    let sealed = folder.path().join("book/tokens.sealed");
    with_key_file(folder.path()).await.save(&tokens("access-1", "refresh-1", 30)).await.unwrap();
    let whole = fs::read(&sealed).unwrap();
    for at in [0, 8, 20, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&sealed, &changed).unwrap();
        let read = with_key_file(folder.path()).await.load().await;
        assert!(matches!(read, Err(VaultError::Sealed)), "byte {at}: {read:?}");
    }
    fs::write(&sealed, &whole[..30]).unwrap();
    assert!(with_key_file(folder.path()).await.load().await.is_err(), "a torn file");
    fs::write(&sealed, &whole).unwrap();
    fs::write(folder.path().join("keys/book-1.key"), [7; 32]).unwrap();
    let read = with_key_file(folder.path()).await.load().await;
    assert!(matches!(read, Err(VaultError::Sealed)), "{read:?}");
}

#[tokio::test]
async fn signing_in_again_heals_a_vault_whose_key_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    with_key_file(folder.path()).await.save(&tokens("access-1", "refresh-1", 30)).await.unwrap();
    fs::remove_file(folder.path().join("keys/book-1.key")).unwrap();
    let vault = with_key_file(folder.path()).await;
    assert!(matches!(vault.load().await, Err(VaultError::Sealed)));
    vault.save(&tokens("access-2", "refresh-2", 30)).await.unwrap();
    assert_eq!(vault.load().await.unwrap().expect("kept").access.secret(), "access-2");
}

#[tokio::test]
async fn tokens_that_cannot_be_read_any_more_can_still_be_signed_out() {
    let folder = tempfile::tempdir().unwrap();
    let vault = with_key_file(folder.path()).await;
    vault.save(&tokens("access-1", "refresh-1", 30)).await.unwrap();
    fs::remove_file(folder.path().join("keys/book-1.key")).unwrap();
    let xero = Scripted::new(|_| Ok(answer(200, "")));
    let session = session_with(xero.clone(), vault.clone(), &folder.path().join("lock"));
    session.sign_out().await.expect("forgotten");
    assert!(vault.load().await.unwrap().is_none());
    assert!(xero.seen("/").is_empty(), "there was nothing to revoke with");
}

#[tokio::test]
async fn the_same_tokens_are_never_sealed_alike() {
    let folder = tempfile::tempdir().unwrap();
    let vault = with_key_file(folder.path()).await;
    let sealed = || fs::read(folder.path().join("book/tokens.sealed")).unwrap();
    vault.save(&tokens("access-1", "refresh-1", 30)).await.unwrap();
    let first = sealed();
    vault.save(&tokens("access-1", "refresh-1", 30)).await.unwrap();
    assert_ne!(first, sealed());
}

#[tokio::test]
async fn the_best_vault_always_works_with_or_without_a_keychain() {
    let folder = tempfile::tempdir().unwrap();
    // Nobody's own entry in a keychain that this may be run beside.
    let places = VaultPlaces { name: "daybook-test".to_owned(), ..places(folder.path()) };
    let world = World::system();
    let (vault, kind) = open_vault(&places, VaultChoice::Best, &world).await.expect("opens");
    println!("this machine's vault: {}", kind.sentence());
    vault.save(&tokens("access-1", "refresh-1", 30)).await.expect("keeps");
    let (again, same) = open_vault(&places, VaultChoice::Best, &world).await.expect("opens");
    assert_eq!(kind, same);
    assert_eq!(again.load().await.unwrap().expect("kept").access.secret(), "access-1");
    again.clear().await.expect("forgets");
}

#[tokio::test]
async fn tokens_under_a_key_file_are_found_although_a_keychain_may_have_come() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let world = World::seeded(2, start());
    let vault = SealedVault::with_key_file(&places, &world);
    vault.save(&tokens("access-1", "refresh-1", 30)).await.expect("keeps");
    let (best, kind) = open_vault(&places, VaultChoice::Best, &world).await.expect("opens");
    assert_eq!(kind, VaultKind::KeyFile);
    assert!(best.load().await.unwrap().is_some());
}
