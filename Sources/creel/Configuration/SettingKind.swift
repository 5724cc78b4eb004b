import Egress
import Intake
import Logging
import MailModel
import MailProtocols
import MailServer
import MailStorage

/// How the text of a setting becomes a value and a value becomes text again.
struct SettingKind<Value: Sendable>: Sendable {
    /// Stands for the value in usage lines: `HOST:PORT`.
    let placeholder: String
    /// What may be given, as the end of "… is not allowed; give …".
    let allowed: String
    /// `nil` when the text is not allowed.
    let parse: @Sendable (String) -> Value?
    /// Text from which `parse` makes the same value.
    let print: @Sendable (Value) -> String
    /// Whether the text must not be shown in logs, messages and listings.
    var isSecret = false
    /// What separates values in a variable of the environment; `nil` where it holds one.
    var separator: Character? = ","
    /// What is wrong with a text that is not allowed, where more can be said than that.
    var fault: (@Sendable (String) -> String)?
}

extension SettingKind where Value == ListenAddress {
    static let listenAddress = SettingKind(
        placeholder: "HOST:PORT",
        allowed:
            "HOST:PORT, an IPv6 address in brackets, such as 127.0.0.1:1025 or [::1]:1025; port 0 picks a free one",
        parse: { ListenAddress($0) }, print: \.description)
}

extension SettingKind where Value == MailEndpoint {
    static let mailEndpoint = SettingKind(
        placeholder: "HOST:PORT",
        allowed:
            "HOST:PORT, an IPv6 address in brackets, port 0 for a free one, or unix:PATH with each + doubled; and behind it +tls=, +auth= or "
            + "+disable=, such as 127.0.0.1:2525+disable=CHUNKING",
        parse: { MailEndpoint($0) }, print: \.description)
}

extension SettingKind where Value == AddressRange {
    static let addressRange = SettingKind(
        placeholder: "ADDRESS[/BITS]", allowed: "an address or a range of them, such as 192.0.2.0/24 or ::1",
        parse: { AddressRange($0) }, print: \.description)
}

extension SettingKind where Value == PeerRange {
    static let peerRange = SettingKind(
        placeholder: "ADDRESS[/BITS]|unix",
        allowed: "an address or a range of them, such as 192.0.2.0/24 or ::1, or unix",
        parse: { PeerRange($0) }, print: \.description)
}

extension SettingKind where Value == Destination? {
    static let destination = SettingKind(
        placeholder: "HOST:PORT", allowed: "HOST:PORT, an IPv6 address in brackets, the path of a socket, or off",
        parse: { text in text == "off" ? .some(nil) : Destination(text).map { .some($0) } },
        print: { $0?.description ?? "off" })
}

extension SettingKind where Value == DatabaseLocation {
    static let database = SettingKind(
        placeholder: "PATH", allowed: "the path of a file, or :memory:", parse: { DatabaseLocation($0) },
        print: \.description)
}

extension SettingKind where Value == String? {
    /// The path of a file, or a word that stands for none.
    static func filePath(absent: String) -> SettingKind {
        SettingKind(
            placeholder: "FILE", allowed: "the path of a file, or \(absent)",
            parse: { text in
                if text == absent { return .some(nil) }
                return text.isEmpty || text.utf8.contains(0) ? nil : text
            },
            print: { $0 ?? absent })
    }
}

extension SettingKind where Value == Credential {
    static let credential = SettingKind(
        placeholder: "USER:PASSWORD", allowed: "USER:PASSWORD, neither empty", parse: { Credential(parsing: $0) },
        print: { "\($0.user):\($0.password)" }, isSecret: true, separator: nil)
}

extension SettingKind where Value: CustomStringConvertible {
    /// A rule that is written as a condition, an arrow and a name.
    fileprivate static func rule(
        allowed: String, _ read: @escaping @Sendable (String) throws(QueryError) -> Value
    ) -> SettingKind {
        SettingKind(
            placeholder: "RULE", allowed: allowed, parse: { try? read($0) }, print: \.description, separator: "\n",
            fault: { text in
                do throws(QueryError) {
                    _ = try read(text)
                    return ""
                } catch {
                    return "\(error)"
                }
            })
    }
}

extension SettingKind where Value == InboxRule {
    static let inboxRule = rule(allowed: "a rule such as rcpt:*@shop.example -> shop (docs/inboxes.md)") {
        text throws(QueryError) in try InboxRule(text)
    }
}

extension SettingKind where Value == TagRule {
    static let tagRule = rule(allowed: "a rule such as from:shop has:attachment -> invoice (docs/query.md)") {
        text throws(QueryError) in try TagRule(text)
    }
}

extension SettingKind where Value == String {
    /// A domain or an address, in lower case.
    static let hostName = SettingKind(
        placeholder: "NAME", allowed: "a host name of letters, digits, dots and hyphens, without a port",
        parse: { text in
            let isName = text.utf8.allSatisfy { octet in
                octet == UInt8(ascii: "-") || octet == UInt8(ascii: ".")
                    || Character(UnicodeScalar(octet)).isASCIILetterOrDigit
            }
            return isName && (1...253).contains(text.utf8.count) ? text.lowercased() : nil
        },
        print: \.self)
}

extension SettingKind where Value == String {
    /// Segments of what needs no encoding in URLs (RFC 3986 §2.3), none of them a dot or two.
    static var path: SettingKind {
        SettingKind(
            placeholder: "PATH",
            allowed: "a path such as /creel, of letters, digits, hyphens, dots, underscores and tildes",
            parse: { text in
                guard text.hasPrefix("/"), text.utf8.count <= 255 else { return nil }
                let segments = text.split(separator: "/")
                let isPlain = segments.allSatisfy { segment in
                    ![".", ".."].contains(segment)
                        && segment.allSatisfy { $0.isASCIILetterOrDigit || "-._~".contains($0) }
                }
                return isPlain ? "/" + segments.joined(separator: "/") : nil
            },
            print: \.self)
    }

    /// The EHLO keyword of an extension, in upper case.
    static var serviceExtension: SettingKind {
        let keywords = ServiceExtension.all.map(\.keyword)
        return SettingKind(
            placeholder: "NAME", allowed: keywords.formattedAsChoice,
            parse: { text in keywords.first { $0 == text.uppercased() } }, print: \.self)
    }
}

extension SettingKind where Value == Int {
    static func count(_ range: ClosedRange<Int>) -> SettingKind {
        SettingKind(
            placeholder: "COUNT", allowed: "a number from \(range.lowerBound) to \(range.upperBound)",
            parse: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }, print: \.description)
    }
}

extension SettingKind where Value == Octets {
    static func octets(_ range: ClosedRange<Octets>) -> SettingKind {
        SettingKind(
            placeholder: "SIZE",
            allowed: "octets from \(range.lowerBound) to \(range.upperBound), such as 4096, 64K, 50M or 1GiB",
            parse: { text in Octets(text).flatMap { range.contains($0) ? $0 : nil } }, print: \.description)
    }
}

extension SettingKind where Value == Duration {
    static func duration(_ range: ClosedRange<Duration>) -> SettingKind {
        SettingKind(
            placeholder: "TIME",
            allowed: "a time from \(range.lowerBound.text) to \(range.upperBound.text), such as 500ms, 10s, 5m or 1h",
            parse: { text in Duration(text: text).flatMap { range.contains($0) ? $0 : nil } }, print: \.text)
    }
}

extension SettingKind {
    /// The same, or no limit at all.
    var orUnlimited: SettingKind<Value?> {
        SettingKind<Value?>(
            placeholder: placeholder, allowed: "\(allowed), or unlimited",
            parse: { text in text == "unlimited" ? .some(nil) : parse(text).map { .some($0) } },
            print: { $0.map(print) ?? "unlimited" })
    }
}

extension SettingKind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of the cases, by its name.
    static var word: SettingKind {
        let words = Value.allCases.map(\.rawValue)
        return SettingKind(
            placeholder: words.joined(separator: "|"), allowed: words.formattedAsChoice, parse: { Value(rawValue: $0) },
            print: \.rawValue)
    }
}

extension [String] {
    /// `human or json`, `trace, debug or info`.
    fileprivate var formattedAsChoice: String {
        let last = last.map { count > 1 ? " or \($0)" : $0 } ?? ""
        return dropLast().joined(separator: ", ") + last
    }
}

extension Character {
    fileprivate var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
