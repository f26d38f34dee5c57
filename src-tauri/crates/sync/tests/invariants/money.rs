//! The rest of the month: the drawer, the bank, gift cards and bonds.

use ledger::Kind;

use super::model::written;
use super::month::{Desktop, line};

impl Desktop {
    pub(super) fn tips_are_paid(&mut self) {
        let cents = self.up_to(5_000);
        if self.chance.below(2) == 0 {
            self.happens(Kind::TipPayout, &format!("pay Cash {}", written(cents)));
            self.model.move_money("Cash", -cents);
        } else {
            let text = format!("pay Cash {}; from_bank", written(cents));
            self.happens(Kind::TipPayout, &text);
            self.model.add("Business Bank Account", -cents);
        }
        self.model.add("Tips Payable", cents);
    }

    pub(super) fn petty_cash(&mut self) {
        let cents = self.up_to(4_000);
        let amount = written(cents);
        if self.chance.below(3) > 0 {
            let text = format!("General_Expenses {amount}; pay Cash {amount}");
            self.happens(Kind::PaidOut, &text);
            self.model.add("General Expenses", cents);
            self.model.move_money("Cash", -cents);
        } else {
            let text = format!("Other_Revenue {amount}; pay Cash {amount}");
            self.happens(Kind::PaidIn, &text);
            self.model.add("Other Revenue", -cents);
            self.model.move_money("Cash", cents);
        }
    }

    pub(super) fn the_float(&mut self) {
        let cents = self.up_to(20_000) - 10_000;
        if cents != 0 {
            self.happens(Kind::FloatChange, &format!("amount {}", written(cents)));
            self.model.move_money("Cash", cents);
            self.model.add("Business Bank Account", -cents);
        }
    }

    pub(super) fn cash_to_the_bank(&mut self) {
        let cents = self.up_to(40_000);
        self.happens(Kind::BankDeposit, &format!("pay Cash {}", written(cents)));
        self.model.move_money("Cash", -cents);
        self.model.add("Business Bank Account", cents);
    }

    pub(super) fn a_count(&mut self) {
        let expected = self.model.cash();
        let over = self.up_to(601) - 301;
        if expected + over < 0 {
            return;
        }
        // The till's own reckoning knows nothing of what counts found before on the same day.
        if self.over_today.0 != self.day {
            self.over_today = (self.day, 0);
        }
        let (counted, should) = (expected + over, expected - self.over_today.1);
        self.over_today.1 += over;
        let (counted, should) = (written(counted), written(should));
        self.happens(Kind::CashCount, &format!("counted {counted} of {should}"));
        self.model.move_money("Cash", over);
        self.model.add("Cash Over/Short", -over);
    }

    pub(super) fn a_payout(&mut self) {
        let gross = self.model.cards;
        if gross < 200 {
            return;
        }
        let fees = self.up_to(gross / 2);
        let back = if self.chance.below(4) == 0 { self.up_to(9_000) } else { 0 };
        let (net, fee) = (gross - fees - back - i64::from(back > 0) * 1_500, 1_500);
        let mut text = format!(
            "gross {}; fees {}; net {}; settles Card {}",
            written(gross),
            written(fees),
            written(net),
            written(gross)
        );
        self.model.add("Processor Fees", fees);
        if back > 0 {
            text += &format!("; chargeback {} fee {}", written(back), written(fee));
            self.model.add("Processor Fees", fee);
            self.model.add("Chargebacks", back);
        }
        self.happens(Kind::ProcessorPayout, &text);
        self.model.add("Business Bank Account", net);
        self.model.add("Card Clearing", -gross);
        self.model.cards = 0;
    }

    pub(super) fn a_gift_card(&mut self) {
        let cents = self.up_to(20_000);
        let text = format!("(gift-cards) {}; pay Card {}", written(cents), written(cents));
        self.happens(Kind::GiftCardSale, &text);
        self.model.move_money("Card", cents);
        self.model.add("Gift Cards", -cents);
        self.model.gift_cards += cents;
    }

    pub(super) fn a_gift_card_is_used(&mut self) {
        let dollars = self.up_to(100);
        let bill = dollars * 112;
        if !self.uses_gift_cards || self.model.gift_cards < bill {
            return;
        }
        let text = format!("{}; pay Gift_card {}", line("Boats", dollars), written(bill));
        self.happens(Kind::Sale, &text);
        self.model.sell("Boats", dollars);
        self.model.add("Gift Cards", bill);
        self.model.gift_cards -= bill;
    }

    pub(super) fn a_bond(&mut self) {
        let cents = self.up_to(30_000);
        let amount = written(cents);
        self.happens(Kind::BondTaken, &format!("(damage-bonds) {amount}; pay Card {amount}"));
        self.model.move_money("Card", cents);
        self.model.add("Damage Bonds", -cents);
        self.model.bonds.push(cents);
    }

    pub(super) fn a_bond_ends(&mut self) {
        let Some(cents) = self.model.bonds.pop() else { return };
        let tender = self.tender();
        let amount = written(cents);
        let text = format!("(damage-bonds) {amount}; pay {tender} {amount}");
        self.happens(Kind::BondReturned, &text);
        self.model.move_money(tender, -cents);
        self.model.add("Damage Bonds", cents);
    }
}
