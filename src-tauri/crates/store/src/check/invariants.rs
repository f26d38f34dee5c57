//! The invariants that a query can tell, each with what breaks it.

/// Each invariant with a query that returns what breaks it, a text a row.
pub(super) const INVARIANTS: &[(&str, &str)] = &[
    (
        "the legs of every part sum to zero",
        "SELECT 'transaction ' || transaction_id || ' is out by ' || sum(amount)
         FROM legs GROUP BY transaction_id, part_id HAVING sum(amount) <> 0",
    ),
    (
        "a reversal is the exact opposite of what it reverses",
        "SELECT 'transaction ' || r.id
         FROM transactions r
             JOIN legs l ON l.transaction_id = r.id
             LEFT JOIN legs o ON o.transaction_id = r.reverses AND o.part_id = l.part_id
                 AND o.position = l.position AND o.target_id = l.target_id
                 AND o.tax_set_id = l.tax_set_id
         WHERE r.reverses IS NOT NULL
             AND (o.amount IS NULL OR o.amount <> -l.amount OR o.tax <> -l.tax)
         GROUP BY r.id",
    ),
    (
        "the open totals are the sums of the legs no live document claimed",
        "WITH open_parts AS (
             SELECT p.* FROM parts p
             WHERE p.lane = 'cashout' AND p.retired = 0 AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                     AND c.released_at_ms IS NULL)),
         summed AS (
             SELECT p.location_id, p.lane, p.business_day, t.kind_id, l.target_id, l.tax_set_id,
                 sum(l.amount), sum(l.tax), count(DISTINCT l.transaction_id)
             FROM open_parts p
                 JOIN transactions t ON t.id = p.transaction_id
                 JOIN legs l ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
             GROUP BY 1, 2, 3, 4, 5, 6)
         SELECT 'day ' || date(business_day * 86400, 'unixepoch') || ' at location ' || location_id
         FROM (
             SELECT * FROM (SELECT * FROM summed EXCEPT SELECT * FROM open_totals)
             UNION ALL
             SELECT * FROM (SELECT * FROM open_totals EXCEPT SELECT * FROM summed))
         GROUP BY location_id, business_day",
    ),
    (
        "what a document claimed is the sum of the legs it claimed",
        "WITH summed AS (
             SELECT c.document_id, p.business_day, t.kind_id, l.target_id, l.tax_set_id,
                 sum(l.amount), sum(l.tax), count(DISTINCT l.transaction_id)
             FROM claims c
                 JOIN documents d ON d.id = c.document_id AND d.lane = 'cashout'
                 JOIN parts p ON p.transaction_id = c.transaction_id AND p.part_id = c.part_id
                 JOIN transactions t ON t.id = c.transaction_id
                 JOIN legs l ON l.transaction_id = c.transaction_id AND l.part_id = c.part_id
             GROUP BY 1, 2, 3, 4, 5)
         SELECT 'document ' || document_id
         FROM (
             SELECT * FROM (SELECT * FROM summed EXCEPT SELECT * FROM claimed_totals)
             UNION ALL
             SELECT * FROM (SELECT * FROM claimed_totals EXCEPT SELECT * FROM summed))
         GROUP BY document_id",
    ),
    (
        "a part is claimed by at most one live document",
        "SELECT 'transaction ' || c.transaction_id
         FROM claims c NOT INDEXED
         WHERE c.released_at_ms IS NULL
         GROUP BY c.transaction_id, c.part_id HAVING count(*) > 1",
    ),
    (
        "a document's claims live until it is undone, and no longer",
        "SELECT DISTINCT 'document ' || d.id
         FROM claims c JOIN documents d ON d.id = c.document_id
         WHERE (c.released_at_ms IS NULL) = (d.state = 'undone')",
    ),
    (
        "the lines of every manual journal sum to zero",
        "SELECT 'document ' || d.id || ' is out by ' || sum(l.amount)
         FROM documents d JOIN document_lines l ON l.document_id = d.id
         WHERE d.kind = 'manual_journal'
         GROUP BY d.id HAVING sum(l.amount) <> 0",
    ),
    (
        "a document's total is what its lines come to",
        "SELECT 'document ' || d.id
         FROM documents d LEFT JOIN document_lines l ON l.document_id = d.id
         WHERE d.kind <> 'allocation'
         GROUP BY d.id
         HAVING CASE d.kind WHEN 'manual_journal' THEN coalesce(sum(max(l.amount, 0)), 0)
             ELSE abs(coalesce(sum(l.amount), 0)) END <> d.total",
    ),
    (
        "a part with a document of its own waits for one exactly while it has none",
        "SELECT 'transaction ' || p.transaction_id
         FROM parts p
         WHERE (p.lane <> 'cashout' AND p.retired = 0 AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                     AND c.released_at_ms IS NULL))
             <> EXISTS (
                 SELECT 1 FROM open_parts o
                 WHERE o.transaction_id = p.transaction_id AND o.part_id = p.part_id
                     AND o.business_day = p.business_day)",
    ),
    (
        "a document of a part took that one part, and a set-off none",
        "SELECT 'document ' || d.id
         FROM documents d
         WHERE d.lane <> 'cashout' AND d.reverses IS NULL
             AND (SELECT count(*) FROM claims c WHERE c.document_id = d.id)
                 <> (d.kind <> 'allocation' OR NOT EXISTS (
                     SELECT 1 FROM documents o
                     WHERE o.id IN (d.about, d.allocates_to) AND o.reverses IS NOT NULL))",
    ),
    (
        "what pays an invoice is in Xero only while the invoice is",
        "SELECT 'document ' || d.id
         FROM documents d JOIN documents f ON f.id IN (d.about, d.allocates_to)
         WHERE d.state = 'posted' AND d.operation = 'create' AND f.state = 'undone'
             AND NOT EXISTS (
                 SELECT 1 FROM documents r WHERE r.reverses = f.id AND r.state = 'posted')",
    ),
    (
        "a document that is being sent has one running attempt, and no other has one",
        "SELECT 'document ' || d.id
         FROM documents d
         WHERE (d.state = 'sending') <> EXISTS (
             SELECT 1 FROM attempts a WHERE a.document_id = d.id AND a.outcome IS NULL)",
    ),
    (
        "what was billed ahead is recognised by its later months",
        "SELECT 'transaction ' || max(t.id) || ' is out by ' || sum(l.amount)
         FROM targets g
             JOIN legs l ON l.target_id = g.id
             JOIN parts p ON p.transaction_id = l.transaction_id AND p.part_id = l.part_id
                 AND p.retired = 0
             JOIN transactions t ON t.id = l.transaction_id
         WHERE g.sort = 'billed_ahead'
         GROUP BY t.outside_id, t.source_id HAVING sum(l.amount) <> 0",
    ),
    (
        "what was paid ahead is found by its booking",
        "SELECT 'transaction ' || t.id
         FROM transactions t
         WHERE t.reverses IS NULL AND t.particulars ->> '$[3]' IS NOT NULL
             AND NOT EXISTS (
                 SELECT 1 FROM threads h
                 WHERE h.sort = 'booking' AND h.name = t.particulars ->> '$[3]'
                     AND h.transaction_id = t.id)",
    ),
    (
        "while anybody signs in, an administrator does",
        "SELECT 'none of ' || count(*) || ' people' FROM people WHERE active = 1
         HAVING count(*) > 0 AND sum(role = 'administrator') = 0",
    ),
    (
        "everybody who signs in has a PIN",
        "SELECT 'person ' || id FROM people
         WHERE active = 1 AND id NOT IN (SELECT person_id FROM pins)",
    ),
    (
        "every change has its place in the feed",
        "SELECT 'the feed ends at ' || coalesce(max(id), 0) FROM changes
         HAVING coalesce(max(id), 0) <> coalesce(
             (SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0)",
    ),
    (
        "the format is that of the last step",
        "SELECT 'format ' || user_version FROM pragma_user_version
         WHERE user_version IS NOT (SELECT max(number) FROM migrations)",
    ),
    (
        "every reference leads somewhere",
        "SELECT \"table\" || ' ' || coalesce(rowid, '') FROM pragma_foreign_key_check",
    ),
    (
        "the file is sound",
        "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    ),
];
