import MailModel
import Testing

@testable import MIME

@Suite(.enabled(if: SharedConformance.isPresent, "needs ../shared/conformance"))
struct StalwartTests {
    @Test func `whole messages are read alike`() throws {
        let expected = try SharedConformance.decode([FlatMessage].self, "mime-stalwart/expected-flat.json")
        var (equal, leaves, equalLeaves) = (0, 0, 0)
        for message in expected {
            let octets = try SharedConformance.octets("mime-stalwart/\(message.file)")
            let actual = FlatMessage(Message(octets), file: message.file)
            let differences = actual.differences(from: message)
            equal += differences.isEmpty ? 1 : 0
            leaves += message.parts.count
            equalLeaves += zip(actual.parts, message.parts).count { $0.matches($1) }
            for difference in differences { print("\(message.file): \(difference)") }
        }
        print("messages \(equal) of \(expected.count), leaves \(equalLeaves) of \(leaves)")
        #expect(equal >= 100 && equalLeaves >= 260)
    }
}

extension StalwartTests {
    @Test func `addresses are read alike`() throws {
        let vectors = try FieldVector<AddressExpectation>.all("address")
        let different = vectors.filter { vector in
            let (source, body) = vector.field
            return AddressExpectation(AddressParser.list(body, in: source)) != vector.expected
        }
        report(different, of: vectors.count) { AddressParser.list($1, in: $0).items }
        #expect(vectors.count - different.count >= 58)
    }

    @Test func `dates are read alike`() throws {
        let vectors = try FieldVector<DateExpectation>.all("date")
        let different = vectors.filter { vector in
            let (source, body) = vector.field
            return DateParser.date(body, in: source)?.description != vector.expected?.description
        }
        report(different, of: vectors.count) { DateParser.date($1, in: $0) as Any }
        #expect(different.isEmpty)
    }

    @Test func `content types are read alike`() throws {
        let vectors = try FieldVector<ContentTypeExpectation>.all("content_type")
        let different = vectors.filter { vector in
            let (source, body) = vector.field
            guard let type = ContentType(parsing: body, in: source) else { return vector.expected != nil }
            return !(vector.expected?.isEqual(type) ?? false)
        }
        report(different, of: vectors.count) { ContentType(parsing: $1, in: $0) as Any }
        #expect(vectors.count - different.count >= 100)
    }

    @Test func `identifiers are read alike`() throws {
        let vectors = try FieldVector<[String]>.all("id")
        let different = vectors.filter { vector in
            let (source, body) = vector.field
            return Identifier.list(body, in: source).map(\.text) != vector.expected ?? []
        }
        report(different, of: vectors.count) { Identifier.list($1, in: $0).map(\.text) }
        #expect(different.isEmpty)
    }

    @Test func `unstructured text is read alike`() throws {
        let vectors = try FieldVector<String>.all("unstructured")
        let different = vectors.filter { vector in
            let (source, body) = vector.field
            return HeaderText.unstructured(body, in: source) != vector.expected ?? ""
        }
        report(different, of: vectors.count) { HeaderText.unstructured($1, in: $0) }
        #expect(vectors.count - different.count >= 26)
    }

    /// Shows every difference, for `docs/mime-conformance.md`.
    private func report<Expected>(
        _ different: [FieldVector<Expected>], of count: Int, reading read: ([UInt8], Range<Int>) -> Any
    ) {
        for vector in different {
            let (source, body) = vector.field
            print(
                "\(vector.header.debugDescription)\n    read \(read(source, body))\n    not  \(vector.expected as Any)")
        }
        print("\(Expected.self): \(count - different.count) of \(count)")
    }
}

extension StalwartTests {
    @Test func `hops are read alike`() throws {
        let vectors = try FieldVector<ReceivedExpectation>.all("received")
        let different = vectors.filter { vector in
            let (source, body) = vector.field
            return !(vector.expected?.isEqual(Received(parsing: body, in: source)) ?? false)
        }
        report(different, of: vectors.count) { Received(parsing: $1, in: $0) }
        #expect(vectors.count - different.count >= 160)
    }
}
