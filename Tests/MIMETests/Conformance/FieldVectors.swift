import MailModel

@testable import MIME

/// One case of a vector file: the body of a field, and perhaps more behind it, and what was read from it.
struct FieldVector<Expected: Decodable & Sendable>: Decodable, Sendable {
    var header: String
    var expected: Expected?

    static func all(_ name: String) throws -> [FieldVector] {
        try SharedConformance.decode([FieldVector].self, "mime-stalwart/\(name).json")
    }

    /// The octets and where the body of the field lies in them.
    var field: (source: [UInt8], body: Range<Int>) {
        let source = Array("X:\(header)".utf8)
        var scanner = HeaderScanner(LineReader(source), limit: 1)
        _ = scanner.scan(0..<source.count, boundaries: Boundaries(), part: 0)
        return (source, scanner.fields.first?.body ?? 0..<0)
    }
}

/// `{"List": [mailbox]}` or `{"Group": [{name, addresses}]}`.
struct AddressExpectation: Decodable, Equatable, Sendable {
    struct Mailbox: Decodable, Equatable {
        var name: String?
        var address: String?
    }
    struct Group: Decodable, Equatable {
        var name: String?
        var addresses: [Mailbox]
    }
    var list: [Mailbox]?
    var group: [Group]?

    private enum CodingKeys: String, CodingKey { case list = "List", group = "Group" }

    /// Mailboxes outside of groups stand in groups without a name as soon as there is one group.
    init(_ list: AddressList) {
        var groups: [Group] = []
        for item in list.items {
            switch item {
            case .group(let name, let members):
                groups.append(Group(name: name, addresses: members.map(Self.mailbox)))
            case .mailbox(let mailbox):
                if let last = groups.last, last.name == nil {
                    groups[groups.count - 1].addresses.append(Self.mailbox(mailbox))
                } else {
                    groups.append(Group(name: nil, addresses: [Self.mailbox(mailbox)]))
                }
            }
        }
        if groups.contains(where: { $0.name != nil }) {
            group = groups
        } else {
            self.list = groups.flatMap(\.addresses)
        }
    }

    private static func mailbox(_ mailbox: AddressMailbox) -> Mailbox {
        Mailbox(name: mailbox.name, address: mailbox.address.isEmpty ? nil : mailbox.address)
    }
}

/// Fields as they were written, the zone as hours and minutes.
struct DateExpectation: Decodable, Equatable, Sendable, CustomStringConvertible {
    var year, month, day, hour, minute, second: Int
    var tz_before_gmt: Bool
    var tz_hour, tz_minute: Int

    var description: String {
        let zone = (tz_hour * 60 + tz_minute) * (tz_before_gmt ? -1 : 1)
        let time = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        return ZonedTime(secondsSince1970: time.secondsSince1970 - Int64(zone) * 60, offsetMinutes: zone).description
    }
}

struct ContentTypeExpectation: Decodable, Sendable {
    var c_type: String
    var c_subtype: String?
    var attributes: [[String]]?

    /// Parameters compare as a set: their order is not part of their meaning. RFC 2045 §5.1.
    func isEqual(_ type: ContentType) -> Bool {
        let parameters = type.parameters.all.flatMap { parameter in
            [[parameter.name, parameter.value]]
                + (parameter.language.map { [["\(parameter.name)-language", $0]] } ?? [])
        }
        return c_type == type.type && (c_subtype ?? "") == type.subtype && Set(attributes ?? []) == Set(parameters)
    }
}

/// The clauses that say who, where to and when; how `with` is spelled differs too much to compare.
struct ReceivedExpectation: Decodable, Sendable {
    var from: [String: String]?
    var by: [String: String]?
    var for_: String?
    var id: String?
    var date: DateExpectation?

    func isEqual(_ hop: Received) -> Bool {
        let names = (from?.values.first, by?.values.first)
        let isSender = names.0 == nil || hop.from?.contains(names.0 ?? "") ?? false
        let isReceiver = names.1 == nil || hop.by?.contains(names.1 ?? "") ?? false
        return isSender && isReceiver && for_ == hop.recipient && id == hop.id
            && date?.description == hop.date?.description
    }
}
