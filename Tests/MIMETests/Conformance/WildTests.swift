import Testing

@testable import MIME

/// Every file that others kept to break mail parsers with, and every template; also what is no message at all.
@Suite(.enabled(if: SharedConformance.isPresent, "needs ../shared/conformance"))
struct WildTests {
    @Test(arguments: SharedConformance.allFiles())
    func `nothing crashes, and every range lies inside the source`(_ file: String) throws {
        try Invariants.check(SharedConformance.octets(file))
    }

    @Test(arguments: SharedConformance.allFiles().filter { $0.hasSuffix(".eml") || $0.hasSuffix(".msg") })
    func `line ends make no difference`(_ file: String) throws {
        let source = try SharedConformance.octets(file).withLineEnds([0x0A])
        let message = Message(source)
        // In UTF-16 a line end is more than one octet, and another one breaks the text.
        guard !message.parts.contains(where: { $0.encoding.isIdentity && $0.isUTF16 }) else { return }
        #expect(MessageView(message) == MessageView(Message(source.withLineEnds([0x0D, 0x0A]))))
    }
}

extension Part {
    fileprivate var isUTF16: Bool { contentType.charset?.lowercased().hasPrefix("utf-16") ?? false }
}
