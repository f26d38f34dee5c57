//! A till's export with the traps real ones have, and what its rows come to, read by hand.

/// The columns of a Square transactions export of 2018, those nobody reads left out.
pub(crate) const HEADER: &str = "Date,Time,Time Zone,Gross Sales,Discounts,Net Sales,\
    Gift Card Sales,Tax,Tip,\
    Partial Refunds,Total Collected,Source,Card,Cash,Square Gift Card,Other Tender,\
    Other Tender Type,Fees,Net Total,Transaction ID,Payment ID,Staff Name,Description,Event Type,\
    Location";

/// Two days: a sale above a thousand, a split tender with a tip, a discount, a refund in
/// brackets, and a row that is no amount.
pub(crate) fn export() -> String {
    [
        HEADER,
        "11/19/2026,10:02:03,Pacific Time (US & Canada),\"$1,149.00 \",$0.00,\"$1,149.00 \",$0.00,\
         $137.88,$0.00,$0.00,\"$1,286.88 \",Register,\"$1,286.88 \",$0.00,$0.00,$0.00,,($33.62),\
         \"$1,253.26 \",T1,P1,Ann,Pontoon boat,Payment,Main Dock",
        "11/19/2026,11:30:00,Pacific Time (US & Canada),$100.00,$0.00,$100.00,$0.00,$12.00,$10.00,\
         $0.00,$122.00,Register,$72.00,$50.00,$0.00,$0.00,,($2.00),$120.00,T2,P2,Ann,Kayak,Payment,\
         Main Dock",
        "11/19/2026,15:00:00,Pacific Time (US & Canada),($30.02),$0.00,($30.02),$0.00,($3.60),\
         $0.00,$0.00,($33.62),Register,($33.62),$0.00,$0.00,$0.00,,$0.00,($33.62),T3,P3,Ann,Kayak,\
         Refund,Main Dock",
        "11/20/2026,09:00:00,Pacific Time (US & Canada),$100.00,($10.00),$90.00,$0.00,$10.80,\
         $0.00,$0.00,$100.80,Register,$0.00,$100.80,$0.00,$0.00,,$0.00,$100.80,T4,P4,Bo,Kayak,\
         Payment,Main Dock",
        "11/20/2026,09:10:00,Pacific Time (US & Canada),ten,$0.00,$10.00,$0.00,$0.00,$0.00,$0.00,\
         $10.00,Register,$0.00,$10.00,$0.00,$0.00,,$0.00,$10.00,T5,P5,Bo,Kayak,Payment,Main Dock",
    ]
    .join("\n")
        + "\n"
}

/// The line of the row that is no amount.
pub(crate) const BAD_LINE: u64 = 6;

/// What 19 November does to the books in cents, debit positive: GST 5 % and PST 7 % of the tax
/// column by largest remainder (57.45 + 80.43, 5.00 + 7.00, 1.50 + 2.10 given back).
pub(crate) const FIRST_DAY: [(&str, i64); 6] = [
    ("Boats", -121_898),
    ("Card Clearing", 132_526),
    ("Cash Clearing", 5_000),
    ("GST", -6_095),
    ("PST", -8_533),
    ("Tips Payable", -1_000),
];

/// What 20 November does: 10.80 of tax is 4.50 and 6.30.
pub(crate) const SECOND_DAY: [(&str, i64); 5] = [
    ("Boats", -10_000),
    ("Cash Clearing", 10_080),
    ("Discounts Given", 1_000),
    ("GST", -450),
    ("PST", -630),
];
