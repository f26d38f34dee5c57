//! The resolver's order, its stand-ins, tax types, and what it says when it finds nothing.

use expect_test::expect;
use ledger::TaxWay::{TaxLines, XeroComputes};
use ledger::{
    AccountClass, AccountType, Chart, GlTarget, How, Mapping, Problem, Resolver, Role, Tags,
    Target, TaxSet, TaxWay, TrackingCategory, TrackingOption,
};

use crate::books::{account, chart, mapping, rate};

fn gl(code: &str) -> Target {
    Target::Gl(code.to_owned())
}

fn tender(name: &str) -> Target {
    Target::Tender(name.to_owned())
}

fn tax(code: &str) -> Target {
    Target::Tax(code.to_owned())
}

/// The account found and how, or the problem.
fn found(chart: &Chart, mapping: &Mapping, target: &Target) -> Result<(String, How), Problem> {
    let resolved = Resolver::new(chart, mapping, TaxLines).account_for(
        target,
        &TaxSet::none(),
        &Tags::none(),
    )?;
    Ok((resolved.account.name.clone(), resolved.how))
}

fn tax_type(way: TaxWay, chart: &Chart, mapping: &Mapping, set: &str) -> Result<String, Problem> {
    let set = TaxSet::of(set.split_terminator('+'));
    let resolver = Resolver::new(chart, mapping, way);
    resolver.account_for(&gl("Boats"), &set, &Tags::none()).map(|resolved| resolved.tax_type)
}

fn problem<T: std::fmt::Debug>(result: Result<T, Problem>) -> String {
    let problem = result.expect_err("a problem");
    let concern = problem.concern();
    let at = [concern.key(), concern.name()].join(" ");
    format!("{} [{}]: {}", problem.code(), at.trim(), problem.sentence())
}

#[test]
fn a_mapping_wins_over_a_code_and_a_code_over_a_name() {
    let (mut chart, mut mapping) = (chart(), mapping());
    chart.accounts.push(account("boats", "Kayak Sales", AccountType::Sales, ""));
    let by_code = ("Kayak Sales".to_owned(), How::Code);
    assert_eq!(found(&chart, &mapping, &gl(" BOATS ")), Ok(by_code));
    let own = GlTarget { account_id: "Sales".to_owned(), tax_type: None, tracking: Vec::new() };
    mapping.gl_codes.insert("boats".to_owned(), own);
    assert_eq!(found(&chart, &mapping, &gl(" BOATS ")), Ok(("Sales".to_owned(), How::Mapped)));
    assert_eq!(found(&chart, &mapping, &gl("Kayak sales")).map(|found| found.1), Ok(How::Name));
}

#[test]
fn archived_accounts_are_no_candidates() {
    let (mut chart, mapping) = (chart(), mapping());
    chart.accounts.push(account("261", "old rentals", AccountType::Revenue, ""));
    let live = ("old rentals".to_owned(), How::Name);
    assert_eq!(found(&chart, &mapping, &gl("Old Rentals")), Ok(live));
}

#[test]
fn tenders_and_clearing_roles_stand_in_for_what_is_not_mapped() {
    let (chart, mapping) = (chart(), mapping());
    let through = |target| found(&chart, &mapping, &target).expect("found");
    assert_eq!(through(tender(" CARD")), ("Card Clearing".to_owned(), How::Mapped));
    assert_eq!(through(tender("Voucher")), ("Revenue Clearing".to_owned(), How::StandIn));
    assert_eq!(through(tender("Square Gift Card")), ("Gift Cards".to_owned(), How::StandIn));
    let cash = Target::Role(Role::CashClearing);
    assert_eq!(through(cash), ("Revenue Clearing".to_owned(), How::StandIn));
    let rounding = Target::Role(Role::Rounding);
    assert_eq!(through(rounding), ("Rounding".to_owned(), How::StandIn));
}

#[test]
fn taxes_find_their_account_by_mapping_then_by_name() {
    let (chart, mut mapping) = (chart(), mapping());
    assert_eq!(found(&chart, &mapping, &tax("gst")), Ok(("GST".to_owned(), How::Name)));
    mapping.tax_accounts.insert("GST".to_owned(), "PST".to_owned());
    assert_eq!(found(&chart, &mapping, &tax("gst")), Ok(("PST".to_owned(), How::Mapped)));
}

#[test]
fn every_problem_of_an_account_says_what_and_where() {
    let (mut chart, mut mapping) = (chart(), mapping());
    chart.accounts.push(account("211", "boats", AccountType::Revenue, ""));
    let to = |id: &str| GlTarget {
        account_id: id.to_owned(),
        tax_type: None,
        tracking: vec![("region".to_owned(), "gone".to_owned())],
    };
    for (code, id) in [("1", "gone"), ("2", "Old Rentals"), ("3", "Tips Payable"), ("4", "Sales")] {
        mapping.gl_codes.insert(code.to_owned(), to(id));
    }
    mapping.roles.insert(Role::ArControl, "Accounts Receivable".to_owned());
    mapping.roles.insert(Role::RevenueClearing, "Chequing".to_owned());
    mapping.roles.remove(&Role::GiftCards);
    mapping.tenders.insert("eftpos".to_owned(), "Till".to_owned());
    let targets = [
        gl("6546"),
        gl(" "),
        gl("Boats"),
        gl("Old Rentals"),
        gl("1"),
        gl("2"),
        gl("3"),
        gl("4"),
        Target::Role(Role::ArControl),
        Target::Role(Role::GiftCards),
        tender("EFTPOS"),
        tender("Voucher"),
        tax("HST"),
    ];
    let problems: Vec<String> =
        targets.iter().map(|target| problem(found(&chart, &mapping, target))).collect();
    expect![[r#"
        unmapped_gl_code [gl_code 6546]: GL code 6546 is not mapped. Choose the account it goes to.
        unmapped_gl_code [gl_code]: GL code (blank) is not mapped. Choose the account it goes to.
        ambiguous_account [gl_code Boats]: GL code Boats could be 210 Boats or 211 boats. Choose which.
        account_archived [gl_code Old Rentals]: GL code Old Rentals goes to 260 Old Rentals, which is archived in Xero. Restore it there or choose another.
        account_missing [gl_code 1]: The account GL code 1 was mapped to is not in Xero any more. Choose another.
        account_archived [gl_code 2]: GL code 2 goes to 260 Old Rentals, which is archived in Xero. Restore it there or choose another.
        account_wrong_type [gl_code 3]: 830 Tips Payable is of type Current liability; GL code 3 needs an account of type Revenue, Sales or Other income, such as Sales.
        tracking_invalid [gl_code 4]: The tracking of GL code 4 is not in Xero any more. Choose it again.
        account_system [role ar-control]: 610 Accounts Receivable is Xero's own Accounts Receivable account; Xero refuses it in journals. Use a current asset account such as Rental Receivables.
        unmapped_role [role gift-cards]: Gift cards has no account. Choose one.
        account_wrong_type [tender EFTPOS]: Till is a bank account; Xero refuses those in journals. Use a current asset account such as Revenue Clearing.
        account_wrong_type [role revenue-clearing]: 090 Chequing is a bank account; Xero refuses those in journals. Use a current asset account such as Revenue Clearing.
        unmapped_tax [tax HST]: Tax HST has no account. Choose the account it is owed on."#]].assert_eq(&problems.join("\n"));
}

#[test]
fn way_b_sends_the_no_tax_type_whatever_the_taxes() {
    let (chart, mapping) = (chart(), mapping());
    assert_eq!(tax_type(TaxLines, &chart, &mapping, "GST+PST"), Ok("NONE".to_owned()));
}

#[test]
fn way_a_maps_the_whole_set_of_taxes_to_one_type() {
    let (mut chart, mut mapping) = (chart(), mapping());
    let way_a = |chart: &Chart, mapping: &Mapping, set| tax_type(XeroComputes, chart, mapping, set);
    assert_eq!(way_a(&chart, &mapping, "PST+GST"), Ok("TAX001".to_owned()));
    assert_eq!(way_a(&chart, &mapping, ""), Ok("NONE".to_owned()));
    mapping.tax_types.insert(TaxSet::none(), "TAX001".to_owned());
    assert_eq!(way_a(&chart, &mapping, ""), Ok("TAX001".to_owned()));
    let untaxed = |target: Target| {
        let resolver = Resolver::new(&chart, &mapping, XeroComputes);
        resolver
            .account_for(&target, &TaxSet::none(), &Tags::none())
            .map(|resolved| resolved.tax_type)
    };
    assert_eq!(untaxed(Target::Role(Role::Discounts)), Ok("TAX001".to_owned()));
    assert_eq!(untaxed(Target::Role(Role::TipsPayable)), Ok("NONE".to_owned()));
    assert_eq!(untaxed(tender("Cash")), Ok("NONE".to_owned()));
    chart.tax_rates.push(rate("TAX009", "hst", 13));
    assert_eq!(way_a(&chart, &mapping, "HST"), Ok("TAX009".to_owned()));
    let own = GlTarget {
        account_id: "Boats".to_owned(),
        tax_type: Some("TAX009".to_owned()),
        tracking: Vec::new(),
    };
    mapping.gl_codes.insert("boats".to_owned(), own);
    assert_eq!(way_a(&chart, &mapping, "GST+PST"), Ok("TAX009".to_owned()));
}

#[test]
fn every_problem_of_a_tax_type_says_what_and_where() {
    let (mut chart, mut mapping) = (chart(), mapping());
    let mut archived = rate("TAX003", "Old", 6);
    archived.active = false;
    let mut costs = rate("INPUT", "For costs", 5);
    costs.applies_to = vec![AccountClass::Expense];
    chart.tax_rates.extend([archived, costs, rate("A", "Levy", 1), rate("B", "levy ", 2)]);
    for (set, tax_type) in [("X", "TAX003"), ("Y", "INPUT"), ("Z", "GONE")] {
        mapping.tax_types.insert(TaxSet::of([set]), tax_type.to_owned());
    }
    let mut problems: Vec<String> = ["HST", "LEVY", "X", "Y", "Z"]
        .map(|set| problem(tax_type(XeroComputes, &chart, &mapping, set)))
        .into();
    mapping.no_tax_type = Some("TAX003".to_owned());
    problems.push(problem(tax_type(TaxLines, &chart, &mapping, "")));
    mapping.no_tax_type = None;
    chart.organisation.country = "AU".to_owned();
    problems.push(problem(tax_type(TaxLines, &chart, &mapping, "")));
    expect![[r#"
        unmapped_tax [tax_set HST]: The taxes HST have no Xero tax rate. Choose the one to send them with.
        ambiguous_tax_type [tax_set LEVY]: The taxes LEVY could be the Xero tax rate A or B. Choose which.
        tax_type_invalid [tax_set X]: Xero's tax rate TAX003 is not active. Choose another for tax X.
        tax_type_invalid [tax_set Y]: Xero's tax rate INPUT cannot be used with 210 Boats. Choose another for tax Y.
        tax_type_invalid [tax_set Z]: Xero's tax rate GONE does not exist in this organisation. Choose another for tax Z.
        no_tax_type_missing [no_tax_type]: Lines without tax would be sent with the tax rate TAX003, which this organisation does not have. Choose its no-tax rate.
        no_tax_type_missing [no_tax_type]: Lines without tax would be sent with the tax rate BASEXCLUDED, which this organisation does not have. Choose its no-tax rate."#]].assert_eq(&problems.join("\n"));
}

#[test]
fn tracking_goes_with_the_code_while_its_options_are_active() {
    let (mut chart, mut mapping) = (chart(), mapping());
    let option = TrackingOption { id: "north".to_owned(), name: "North".to_owned(), active: true };
    chart.tracking.push(TrackingCategory {
        id: "region".to_owned(),
        name: "Region".to_owned(),
        active: true,
        options: vec![option],
    });
    let tracking = vec![("region".to_owned(), "north".to_owned())];
    let own = GlTarget { account_id: "Boats".to_owned(), tax_type: None, tracking };
    mapping.gl_codes.insert("boats".to_owned(), own.clone());
    let resolved = |chart: &Chart| {
        let resolver = Resolver::new(chart, &mapping, TaxLines);
        resolver
            .account_for(&gl("Boats"), &TaxSet::none(), &Tags::none())
            .map(|resolved| resolved.tracking)
    };
    assert_eq!(resolved(&chart), Ok(own.tracking));
    chart.tracking[0].options[0].active = false;
    assert!(matches!(resolved(&chart), Err(Problem::TrackingInvalid { .. })));
}

#[test]
fn a_tax_code_that_names_a_set_is_that_set() {
    assert_eq!(TaxSet::of(["PST+GST"]), TaxSet::of(["GST", "PST"]));
    assert_eq!(TaxSet::of([" "]), TaxSet::none());
}
