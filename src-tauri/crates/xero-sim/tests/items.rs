//! Items, and what lines take over from them.

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::paper::invoice;

const NAME: &str = "Items";

#[tokio::test]
async fn an_item_is_kept_by_code_and_fills_what_a_line_does_not_say() {
    let desk = Desk::new().await;
    let item = json!({ "Code": "BOAT", "Name": "Boat", "Description": "A boat for an hour",
        "SalesDetails": { "UnitPrice": "35.00", "AccountCode": "201", "TaxType": "TAX003" } });
    let made = desk.put(NAME, &json!({ "Items": [item] })).await.one(NAME);
    assert_eq!((&made["IsSold"], &made["IsTrackedAsInventory"]), (&json!(true), &json!(false)));
    for path in ["Items/BOAT", &format!("Items/{}", made["ItemID"].as_str().unwrap())] {
        assert_eq!(desk.get(path).await.one(NAME)["SalesDetails"]["UnitPrice"], 35.0);
    }
    let again = desk.put(NAME, &json!({ "Code": "BOAT" })).await;
    assert_eq!(again.refusals(), ["Price List Item with Code 'BOAT' already exists"]);
    let renamed = desk.post(NAME, &json!({ "Code": "BOAT", "Name": "Rowing boat" })).await;
    assert_eq!(renamed.one(NAME)["ItemID"], made["ItemID"]);
    assert_eq!(desk.get(NAME).await.each(NAME, "Name"), ["Rowing boat"]);

    let of = |code: &str| {
        let code = code.to_owned();
        invoice(|invoice| {
            invoice["LineItems"] = json!([{ "ItemCode": code, "Quantity": 2 }]);
        })
    };
    let sold = desk.put("Invoices", &of("BOAT")).await.one("Invoices");
    let line: &Value = &sold["LineItems"][0];
    assert_eq!(
        (&line["ItemCode"], &line["Description"]),
        (&json!("BOAT"), &json!("A boat for an hour"))
    );
    assert_eq!((&line["AccountCode"], &line["LineAmount"]), (&json!("201"), &json!(70.0)));
    let unknown = desk.put("Invoices", &of("CAR")).await.refusals();
    assert_eq!(unknown[0], "Item code 'CAR' is not valid");
}

#[tokio::test]
async fn codes_accounts_and_tax_types_of_items_are_checked() {
    let desk = Desk::new().await;
    for item in [
        json!({ "Name": "No code" }),
        json!({ "Code": "x".repeat(31) }),
        json!({ "Code": "A", "SalesDetails": { "AccountCode": "476" } }),
        json!({ "Code": "A", "SalesDetails": { "TaxType": "OUTPUT9" } }),
        json!({ "Code": "A", "SalesDetails": { "UnitPrice": -1 } }),
    ] {
        assert_eq!(desk.put(NAME, &item).await.refusals().len(), 1, "{item}");
    }
    assert_eq!(desk.get("Items/A").await.status, 404);
}
