import MailModel

/// What the Authenticated Received Chain shows of itself. Whether seals are right depends on keys in the DNS, which
/// nobody asks here.
extension Rule {
    static let chains = [chainBroken]

    static let chainBroken = Rule(
        "arc.invalid", .authentication, .warning, points: 0.3,
        summary: "The chain of authentication results is broken",
        advice:
            "Receivers take no notice of what forwarders said of the message. Only forwarders add these fields, all "
            + "three at once, and nobody takes any away.",
        reference: "RFC 8617 §4.2, §5.2",
        passing: [
            "From: a@example.com\n\n.\n", Example(chain([(1, "none")])), Example(chain([(2, "pass"), (1, "none")])),
            Example(chain(ofSets: 50)),
        ],
        failing: [
            Example(chain([(3, "pass"), (1, "none")])), Example(chain([(1, "fail")])), Example(chain([(1, "pass")])),
            Example(chain([(2, "none"), (1, "none")])), Example(chain([(1, "none"), (1, "none")])),
            Example(chain(ofSets: 51)),
            "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.org; s=a; b=YQ==\nFrom: a@example.com\n\n.\n",
            Example("ARC-Seal: a=rsa-sha256; cv=none; d=example.org; s=a; b=YQ==\n" + chain([(1, "none")])),
        ]
    ) { examined in
        let fields = examined.header.all.filter { kinds.contains($0.name) }
        guard !fields.isEmpty else { return [] }
        let links = fields.map { field in (field: field, tags: DKIMTags(field.value)) }
            .map {
                (field: $0.field, tags: $0.tags, number: Int($0.tags["i"] ?? "").flatMap { 1...50 ~= $0 ? $0 : nil })
            }
        let unnumbered = links.filter { $0.number == nil }.map {
            Place("It has no number from 1 to 50", at: $0.field.range)
        }
        let sets = Dictionary(grouping: links.filter { $0.number != nil }) { $0.number ?? 0 }
        // Behind the first that is missing, nothing counts.
        let end = (1...51).first { sets[$0] == nil } ?? 51
        let behind = links.filter { ($0.number ?? 0) > end }.map {
            Place("It is of set \($0.number ?? 0), and there is no set \(end)", at: $0.field.range)
        }
        let incomplete = (1..<end).flatMap { number -> [Place] in
            let set = sets[number] ?? []
            guard kinds.contains(where: { kind in set.count { $0.field.name == kind } != 1 }) else { return [] }
            return set.map { Place("Set \(number) is not one field of each of the three", at: $0.field.range) }
        }
        let doubted = (1..<end).first { number in
            let set = sets[number] ?? []
            guard kinds.allSatisfy({ kind in set.count { $0.field.name == kind } == 1 }) else { return false }
            return set.contains { link in
                link.field.name == "arc-seal" && link.tags["cv"]?.lowercased() != (number == 1 ? "none" : "pass")
            }
        }
        // All that comes after goes by it.
        let unvouched = doubted.map { number in
            links.filter { ($0.number ?? 0) >= number }.map {
                Place("The seal of set \(number) does not vouch for what came before", at: $0.field.range)
            }
        }
        return unnumbered + incomplete + (unvouched ?? []) + behind
    }

    private static let kinds: Set<String> = ["arc-seal", "arc-message-signature", "arc-authentication-results"]

    /// A message that so many forwarders have passed on.
    private static func chain(ofSets count: Int) -> String {
        chain((1...count).reversed().map { ($0, $0 == 1 ? "none" : "pass") })
    }

    /// A message with sets of these numbers, the newest first.
    private static func chain(_ sets: [(number: Int, validation: String)]) -> String {
        let fields = sets.map { number, validation in
            """
            ARC-Seal: i=\(number); a=rsa-sha256; cv=\(validation); d=example.org; s=a; b=YQ==
            ARC-Message-Signature: i=\(number); a=rsa-sha256; d=example.org; s=a; h=from; bh=YQ==; b=YQ==
            ARC-Authentication-Results: i=\(number); mx.example.org; spf=pass
            """
        }
        return (fields + ["From: a@example.com", "", ".", ""]).joined(separator: "\n")
    }
}
