//! Every kind of document, once into Xero and out of it again.

use crate::scenes::scenes;

#[tokio::test]
async fn every_kind_is_posted_once_and_equal_on_read_back() {
    for scene in scenes() {
        let desk = scene.desk().await;
        let office = desk.office();
        scene.post(&office).await;
        scene.assert_posted(&desk, &office, "at once").await;
        for document in office.live() {
            let document = office.document(document.id);
            let read_back = document.read_back.unwrap();
            assert_eq!(read_back.lines.len(), document.entry.lines.len(), "{}", scene.name);
            assert_eq!(document.attempts.len(), 1, "{}", scene.name);
        }
        scene.post(&office).await;
        scene.assert_posted(&desk, &office, "again").await;
    }
}

#[tokio::test]
async fn every_kind_is_undone_completely() {
    for scene in scenes() {
        let desk = scene.desk().await;
        let office = desk.office();
        scene.post(&office).await;
        office.undo_everything().await;
        scene.post(&office).await;
        scene.assert_undone(&desk, &office, "undone").await;
    }
}
