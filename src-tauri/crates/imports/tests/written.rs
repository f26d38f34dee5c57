//! A transaction written in Daybook's own formats, field by field: a field more in the ledger does
//! not compile until it is written here.

use std::collections::BTreeMap;

use ledger::{
    Amount, Chargeback, Chosen, Count, Currency, Customer, Extras, Foreign, Line, LineAccount,
    Payout, Piece, Rental, Settled, Tax, Tender, Transaction,
};
use serde_json::{Map, Value, json};

/// The value of the schema that says a transaction, for a book in Canadian dollars.
pub(crate) fn json_of(transaction: &Transaction) -> Value {
    let Transaction {
        source,
        kind,
        at,
        business_date: _,
        location,
        till,
        staff,
        customer,
        booking,
        currency,
        lines,
        tenders,
        tip,
        surcharge,
        refund_of,
        invoice,
        note,
        department,
        class,
        extras,
    } = transaction;
    let currency = *currency;
    let mut value = json!({
        "id": source.id, "kind": kind.key(), "at": at.to_rfc3339(), "location": location,
        "till": till, "staff": staff, "booking": booking, "currency": currency.code(),
        "refund_of": refund_of, "invoice": invoice, "note": note, "department": department,
        "class": class,
        "lines": lines.iter().map(|line| line_of(line, currency)).collect::<Vec<_>>(),
        "tenders": tenders.iter().map(|tender| tender_of(tender, currency)).collect::<Vec<_>>(),
    });
    if let Some(Customer { id, name, email }) = customer {
        value["customer"] = json!({"id": id, "name": name, "email": email});
    }
    for (key, amount) in [("tip", tip), ("surcharge", surcharge)] {
        if !amount.is_zero() {
            value[key] = json!(amount.display(currency));
        }
    }
    extras_of(extras, currency, &mut value);
    without_nulls(&mut value);
    value
}

fn line_of(line: &Line, currency: Currency) -> Value {
    let Line { description, account, quantity, unit_price, net, discount, taxes } = line;
    let tax =
        |Tax { code, amount }: &Tax| json!({"code": code, "amount": amount.display(currency)});
    let mut value = json!({
        "description": description, "quantity": quantity.to_string(),
        "unit_price": unit_price.map(|price| price.to_string()),
        "net": net.display(currency), "discount": discount.display(currency),
        "taxes": taxes.iter().map(tax).collect::<Vec<_>>(),
    });
    match account {
        LineAccount::Gl(code) => value["gl_code"] = json!(code),
        LineAccount::Role(role) => value["role"] = json!(role.key()),
    }
    value
}

fn tender_of(tender: &Tender, own: Currency) -> Value {
    let Tender { name, amount, foreign } = tender;
    let Some(Foreign { currency, amount: handed, rate }) = foreign else {
        return json!({"name": name, "amount": amount.display(own)});
    };
    let mut value = json!({
        "name": name, "currency": currency.code(), "tendered": handed.display(*currency),
        "rate": (!rate.is_zero()).then(|| rate.to_string()),
    });
    let is_third = *currency != own && own != Currency::CAD;
    if is_third {
        value["amount"] = json!(amount.display(own));
        return value;
    }
    let settled = if *currency == own {
        *handed
    } else {
        let settled = handed.to_decimal(*currency) * *rate;
        Amount::round_half_up(settled, own).expect("it fits")
    };
    value["change"] = json!((settled - *amount).display(own));
    value
}

fn extras_of(extras: &Extras, currency: Currency, value: &mut Value) {
    let Extras {
        amount,
        bank,
        bond,
        gift_card,
        deposit_used,
        kept,
        due_date,
        paid_from,
        rental,
        invoices,
        count,
        payout,
        to_booking,
    } = extras;
    let shown = |amount: &Option<Amount>| amount.map(|amount| amount.display(currency));
    value["amount"] = json!(shown(amount));
    value["deposit_used"] = json!(shown(deposit_used));
    value["kept"] = json!(shown(kept));
    value["due_date"] = json!(due_date.map(|date| date.to_string()));
    for (key, text) in
        [("bank", bank), ("bond", bond), ("gift_card", gift_card), ("to_booking", to_booking)]
    {
        value[key] = json!(text);
    }
    if *paid_from != ledger::PaidFrom::default() {
        value["paid_from"] = json!(paid_from.key());
    }
    if let Some(Rental { from, to }) = rental {
        value["rental"] = json!({"from": from.to_string(), "to": to.to_string()});
    }
    let chosen = |Chosen { invoice, amount }: &Chosen| {
        let amount = amount.display(currency);
        json!({"invoice": invoice, "amount": amount})
    };
    if !invoices.is_empty() {
        value["invoices"] = invoices.iter().map(chosen).collect();
    }
    if let Some(Count { counted, expected, float_to_leave, pieces, reason }) = count {
        let piece = |Piece { value, count }: &Piece| {
            let value = value.display(currency);
            json!({"value": value, "count": count.to_string()})
        };
        value["count"] = json!({
            "counted": counted.display(currency), "expected": shown(expected),
            "float_to_leave": shown(float_to_leave), "reason": reason,
            "denominations": pieces.iter().map(piece).collect::<Vec<_>>(),
        });
    }
    if let Some(payout) = payout {
        value["payout"] = payout_of(payout, currency);
    }
}

fn payout_of(payout: &Payout, own: Currency) -> Value {
    let Payout { processor, id, date, gross, fees, net, settles, chargebacks, exchange, currency } =
        payout;
    let shown = |amount: &Amount| amount.display(currency.unwrap_or(own));
    let settled = |Settled { tender, amount, carried }: &Settled| {
        let carried = carried.map(|carried| carried.display(own));
        json!({"tender": tender, "amount": shown(amount), "carried": carried})
    };
    let taken = |Chargeback { amount, fee, sale }: &Chargeback| {
        let (amount, fee) = (shown(amount), shown(fee));
        json!({"amount": amount, "fee": fee, "refund_of": sale})
    };
    json!({
        "processor": processor, "id": id, "date": date.to_string(), "gross": shown(gross),
        "fees": shown(fees), "net": shown(net), "exchange": shown(exchange),
        "currency": currency.map(|currency| currency.code().to_owned()),
        "settles": settles.iter().map(settled).collect::<Vec<_>>(),
        "chargebacks": chargebacks.iter().map(taken).collect::<Vec<_>>(),
    })
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        Value::Array(elements) => elements.iter_mut().for_each(without_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The same as a table, a row for each element of the longest list.
pub(crate) fn csv_of(value: &Value) -> Vec<u8> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut rows: Vec<BTreeMap<String, String>> = vec![BTreeMap::new()];
    for (field, value) in value.as_object().expect("a transaction is an object") {
        let inner = value.as_object().map(|inner| inner.iter().collect::<Vec<_>>());
        for (key, value) in inner.unwrap_or_else(|| vec![(field, value)]) {
            match value.as_array() {
                Some(elements) => add_rows(&mut rows, key, elements),
                None => drop(first.insert(column(field, key), text(value))),
            }
        }
    }
    rows[0].append(&mut first);
    let id = rows[0]["id"].clone();
    rows.iter_mut().for_each(|row| drop(row.insert("id".to_owned(), id.clone())));
    let mut names: Vec<String> = rows.iter().flat_map(BTreeMap::keys).cloned().collect();
    names.sort_unstable();
    names.dedup();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).expect("memory takes any row");
    for row in &rows {
        let cells = names.iter().map(|name| row.get(name).map_or("", String::as_str));
        writer.write_record(cells).expect("memory takes any row");
    }
    writer.into_inner().expect("memory is flushed")
}

/// What the column of a field is called; `of` is the object it is in.
fn column(of: &str, key: &str) -> String {
    match (of, key) {
        ("count", "reason") => "count_reason".to_owned(),
        ("count", key) => key.to_owned(),
        ("customer" | "rental" | "payout", key) => format!("{of}_{key}"),
        (_, key) => key.to_owned(),
    }
}

fn add_rows(rows: &mut Vec<BTreeMap<String, String>>, list: &str, elements: &[Value]) {
    let prefix = match list {
        "lines" => "line",
        "tenders" => "tender",
        "invoices" => "pays",
        "denominations" => "denomination",
        "settles" => "settles",
        "chargebacks" => "chargeback",
        other => panic!("{other} has no columns"),
    };
    for (index, element) in elements.iter().enumerate() {
        if rows.len() == index {
            rows.push(BTreeMap::new());
        }
        let fields: &Map<String, Value> = element.as_object().expect("an element is an object");
        for (key, value) in fields {
            match (key.as_str(), value) {
                ("taxes", taxes) => {
                    for tax in taxes.as_array().expect("taxes are a list") {
                        rows[index]
                            .insert(format!("tax:{}", text(&tax["code"])), text(&tax["amount"]));
                    }
                }
                ("refund_of", sale) => {
                    drop(rows[index].insert("chargeback_of".to_owned(), text(sale)));
                }
                (key, value) => drop(rows[index].insert(format!("{prefix}_{key}"), text(value))),
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("everything written is a text").to_owned()
}
