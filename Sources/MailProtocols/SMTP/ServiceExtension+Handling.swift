import MailModel

/// How the sender wants a message handled on its way. There is no way here: the wishes are checked and kept in the
/// envelope.
extension ServiceExtension {
    /// RFC 2852: how soon a message is to be delivered, and what becomes of it else.
    package static let deliverBy = ServiceExtension(
        keyword: "DELIVERBY",
        mailParameters: [
            "BY": { value, _, _ throws(Reply) in
                guard let value = value?.uppercased(), isDeadline(value) else {
                    throw .badArgument("BY is of the form seconds;N or seconds;R, such as BY=120;R; R needs over 0")
                }
                return value
            }
        ])

    /// `["+" / "-"] 1*9DIGIT ";" ("N" / "R") ["T"]`. RFC 2852 §4.
    private static func isDeadline(_ text: String) -> Bool {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count == 2, ["N", "NT", "R", "RT"].contains(parts[1]) else { return false }
        let digits = parts[0].first == "-" || parts[0].first == "+" ? parts[0].dropFirst() : parts[0]
        guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isASCIIDigit), let seconds = Int(parts[0])
        else { return false }
        return seconds > 0 || parts[1].hasPrefix("N")
    }

    /// RFC 6710: which messages are to go first.
    package static let priority = ServiceExtension(
        keyword: "MT-PRIORITY",
        mailParameters: [
            "MT-PRIORITY": { value, _, _ throws(Reply) in
                // Read and written again: neither signs nor zeros that are not in the grammar.
                guard let value, let priority = Int(value), (-9...9).contains(priority), String(priority) == value
                else {
                    throw .badArgument("MT-PRIORITY is a number from -9 to 9")
                }
                return value
            }
        ])

    /// RFC 4865: from when on a message is to be delivered. What is captured is shown at once.
    package static let futureRelease = ServiceExtension(
        keyword: "FUTURERELEASE",
        argument: { session in
            let latest = session.now.milliseconds / 1000 + Int64(longestHold)
            return "\(longestHold) \(ZonedTime(secondsSince1970: latest, offsetMinutes: 0))"
        },
        mailParameters: [
            "HOLDFOR": { value, transaction, _ throws(Reply) in
                try checkSingleHold(in: transaction)
                guard let value, value.utf8.first != UInt8(ascii: "0"), value.utf8.allSatisfy(\.isASCIIDigit),
                    let seconds = Int(value), seconds <= longestHold
                else { throw .badArgument("HOLDFOR is a number of seconds from 1 to \(longestHold)") }
                return value
            },
            "HOLDUNTIL": { value, transaction, session throws(Reply) in
                try checkSingleHold(in: transaction)
                guard let value = value?.uppercased(), let until = secondsSince1970(value) else {
                    throw .badArgument("HOLDUNTIL is a time in UTC, such as HOLDUNTIL=2030-01-31T09:00:00Z")
                }
                let wait = until - session.now.milliseconds / 1000
                guard (0...Int64(longestHold)).contains(wait) else {
                    throw .badArgument("HOLDUNTIL is in the past, or over \(longestHold) seconds away")
                }
                return value
            },
        ])

    /// Seconds: the most that the grammar can say. RFC 4865 §4.
    private static let longestHold = 999_999_999

    private static func checkSingleHold(in transaction: Transaction) throws(Reply) {
        guard !transaction.parameters.contains(where: { $0.keyword.hasPrefix("HOLD") }) else {
            throw .badArgument("HOLDFOR and HOLDUNTIL exclude each other")
        }
    }

    /// `2030-01-31T09:00:00Z`, with or without a fraction of the second. RFC 3339 §5.6.
    private static func secondsSince1970(_ text: String) -> Int64? {
        let template = Array("dddd-dd-ddTdd:dd:dd".utf8)
        let octets = Array(text.utf8)
        let (time, rest) = (octets.prefix(template.count), octets.dropFirst(template.count))
        let isFormed = zip(time, template).allSatisfy { $1 == UInt8(ascii: "d") ? $0.isASCIIDigit : $0 == $1 }
        guard isFormed, rest.last == UInt8(ascii: "Z"), isFraction(rest.dropLast()) else { return nil }
        let numbers = time.split { !$0.isASCIIDigit }.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 6, let days = CivilTime.days(inMonth: numbers[1], of: numbers[0]),
            (1...days).contains(numbers[2]), numbers[3] < 24, numbers[4] < 60, numbers[5] <= 60
        else { return nil }
        return CivilTime(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
            second: numbers[5]
        ).secondsSince1970
    }

    private static func isFraction(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.isEmpty
            || octets.first == UInt8(ascii: ".") && octets.count > 1 && octets.dropFirst().allSatisfy(\.isASCIIDigit)
    }

    /// RFC 8689: a message that must travel over TLS only; not offered where it would have come without.
    package static let requireTLS = ServiceExtension(
        keyword: "REQUIRETLS",
        isOffered: \.isSecure,
        mailParameters: [
            "REQUIRETLS": { value, _, _ throws(Reply) in
                guard value == nil else { throw .badArgument("REQUIRETLS takes no value") }
                return ""
            }
        ])

    /// RFC 9422: limits that clients should keep to. Messages of a session and domains of a message are not limited.
    package static let limits = ServiceExtension(
        keyword: "LIMITS", argument: { "RCPTMAX=\($0.configuration.limits.recipients)" })
}
