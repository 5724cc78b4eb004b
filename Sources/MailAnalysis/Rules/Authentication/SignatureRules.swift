import MailModel

/// What DKIM signatures say of themselves. Whether they are right depends on keys in the DNS, which nobody asks here.
extension Rule {
    static let signatures = [signatureMissing, signatureMalformed, signatureWeak, signatureNarrow]

    /// Severe only where somebody says so, in `.creel.yaml`: a program that is being tried out leaves signing to whoever
    /// relays for it.
    static let signatureMissing = Rule(
        "dkim.missing", .authentication, .error, points: 0.5,
        summary: "The message is not signed",
        advice: "Gmail, Yahoo and Microsoft ask for a DKIM signature of the domain in From. See that the server which "
            + "sends to them adds it, where nothing here does: as it may, this is told as info and without points.",
        reference: "RFC 6376",
        passing: ["DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=from:to; bh=YQ==; b=YQ==\n\n.\n"],
        failing: ["From: a@example.com\n\n.\n"]
    ) { examined in
        examined.header.has("dkim-signature")
            ? [] : [Place("There is no DKIM-Signature; the server that relays may add one", severity: .info, points: 0)]
    }

    static let signatureMalformed = Rule(
        "dkim.syntax", .authentication, .error, points: 0.5,
        summary: "A DKIM signature has a form that no receiver takes",
        advice:
            "To receivers the message is as good as not signed. Leave signing to a library: the tags v, a, b, bh, d, h "
            + "and s are always there, each once, and h names From.",
        reference: "RFC 6376 §3.5, §6.1.1",
        passing: [
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=from:to; bh=YQ==; b=YQ==\n\n.\n",
            Example(
                "DKIM-Signature: v = 1; a=rsa-sha256; d=example.com; i=@mail.Example.com; s=a; t=1; x=2;\n"
                    + " h=From :\n To; bh=YQ==; b=Y Q\n ==;\n\n.\n"),
        ],
        failing: [
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=to:subject; bh=YQ==; b=YQ==\n\n.\n",
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; h=from; bh=YQ==; b=YQ==\n\n.\n",
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; s=b; h=from; bh=YQ==; b=YQ==\n\n.\n",
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; i=a@example.org; s=a; h=from; bh=YQ==; b=YQ==\n\n.\n",
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; t=2; x=1; h=from; bh=YQ==; b=YQ==\n\n.\n",
            "DKIM-Signature: v=2; a=rsa-sha256; d=example.com; s=a; h=from; bh=YQ==; b=YQ==\n\n.\n",
            "DKIM-Signature: x\n\n.\n",
        ]
    ) { examined in
        let signatures = examined.header.all("dkim-signature").map { (field: $0, fault: DKIMTags($0.value).fault) }
        // One that is right is enough for receivers.
        let severity: Severity? = signatures.contains { $0.fault == nil } ? .warning : nil
        return signatures.compactMap { field, fault in
            fault.map { Place("It \($0)", at: field.range, severity: severity) }
        }
    }

    static let signatureWeak = Rule(
        "dkim.weak", version: 3, .authentication, .warning, points: 0.5,
        summary: "A DKIM signature is weaker than it has to be",
        advice: "Receivers take no notice of rsa-sha1 and of keys below 1024 bits, and behind the length of l= anybody "
            + "may add text. Sign with rsa-sha256 and a key of 2048 bits, and leave l= out.",
        reference: "RFC 8301 §3; RFC 6376 §8.2",
        passing: [
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=from:to; bh=YQ==; b=YQ==\n\n.\n",
            Example("\(signature("rsa-sha256", octets: 256))\(signature("ed25519-sha256", octets: 64))\n.\n"),
            Example(signed("ed25519-sha256", octets: 64)),
        ],
        failing: [
            "DKIM-Signature: v=1; a=rsa-sha1; d=example.com; s=a; h=from:to; bh=YQ==; b=YQ==\n\n.\n",
            "DKIM-Signature: v=1; a=rsa-sha256; l=120; d=example.com; s=a; h=from:to; bh=YQ==; b=YQ==\n\n.\n",
            Example(signed("rsa-sha256", octets: 128)), Example(signed("rsa-sha256", octets: 64)),
        ]
    ) { examined in
        let signatures = examined.header.all("dkim-signature").map { (field: $0, tags: DKIMTags($0.value)) }
        // One that is strong enough is enough for receivers.
        let severity: Severity =
            signatures.contains { $0.tags["a"]?.lowercased() != "rsa-sha1" && $0.tags.rsaBits ?? 2048 >= 1024 }
            ? .warning : .error
        return signatures.flatMap { field, tags in
            let digest =
                tags["a"]?.lowercased() == "rsa-sha1"
                ? Place("It is made with rsa-sha1", at: field.range, severity: severity) : nil
            let extent = tags["l"].map { Place("It covers the first \($0) octets of the body", at: field.range) }
            // A signature is as long as the modulus, RFC 8017 §8.2.1; what is shorter than 512 bits was cut off.
            let key = tags.rsaBits.flatMap { bits in
                512..<2048 ~= bits
                    ? Place("Its key has \(bits) bits", at: field.range, severity: bits < 1024 ? severity : nil) : nil
            }
            return [digest, key, extent].compactMap(\.self)
        }
    }

    private static func signed(_ algorithm: String, octets: Int) -> String {
        "\(signature(algorithm, octets: octets))\n.\n"
    }

    /// A signature of that many octets.
    private static func signature(_ algorithm: String, octets: Int) -> String {
        let digits = String(repeating: "A", count: (octets * 4 + 2) / 3)
        let padding = String(repeating: "=", count: (4 - digits.utf8.count % 4) % 4)
        return
            "DKIM-Signature: v=1; a=\(algorithm); d=example.com; s=a; h=from:to; bh=YQ==;\n b=\(digits)\(padding)\n"
    }

    static let signatureNarrow = Rule(
        "dkim.headers", .authentication, .warning, points: 0.2,
        summary: "The DKIM signature leaves out fields that readers see",
        advice:
            "What is not signed can be changed on the way, and the signature still holds. Sign From, Subject, Date, "
            + "To and Message-ID.",
        reference: "RFC 6376 §5.4.1",
        passing: [
            Example(
                "DKIM-Signature: v=1; d=example.com; h=From:To:Subject : Date:Message-ID; b=YQ==\nFrom: a@example.com\n"
                    + "To: b@example.com\nSubject: a\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nMessage-ID: <1@example.com>\n\n.\n"
            ),
            "DKIM-Signature: v=1; d=example.com; h=from; b=YQ==\nFrom: a@example.com\n\n.\n",
        ],
        failing: [
            "DKIM-Signature: v=1; d=example.com; h=from:date; b=YQ==\nFrom: a@example.com\nSubject: a\n\n.\n",
            "DKIM-Signature: v=1; d=example.com; h=subject; b=YQ==\nFrom: a@example.com\nSubject: a\n\n.\n",
        ]
    ) { examined in
        let signatures = examined.header.all("dkim-signature")
        // Of several, one that covers everything suffices.
        let open = signatures.map { field in
            let signed = DKIMTags(field.value).signedFields
            return shownFields.filter { examined.header.has($0) && !signed.contains($0) }
        }
        guard !open.contains(where: \.isEmpty) else { return [] }
        return zip(signatures, open).map { field, names in
            // To and Message-ID are left out by many who sign all else.
            let isMild = !names.contains { $0 == "from" || $0 == "subject" || $0 == "date" }
            return Place(
                "Not signed: \(names.joined(separator: ", "))", at: field.range, severity: isMild ? .info : nil,
                points: isMild ? 0 : nil)
        }
    }

    private static let shownFields = ["from", "subject", "date", "to", "message-id"]
}
