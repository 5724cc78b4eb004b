import TestSupport
import Testing

@testable import MailProtocols

/// Nothing of the protocol lacks a dialogue that shows it.
@Suite struct DialogueCoverageTests {
    private static func files() throws -> [DialogueFile] {
        try DialogueFile.all("smtp") + DialogueFile.all("lmtp")
    }

    @Test func `every verb is sent, by its name`() throws {
        let sent = try Self.files().map { String(decoding: $0.input, as: UTF8.self).uppercased() }
        for verb in Verb.names { #expect(sent.contains { $0.contains("\(verb)") }, "\(verb)") }
    }

    @Test func `every extension is offered, and every parameter of one is given`() throws {
        let files = try Self.files()
        let sent = files.map { String(decoding: $0.input, as: UTF8.self).uppercased() }
        for serviceExtension in ServiceExtension.all {
            let keyword = serviceExtension.keyword
            #expect(
                files.contains { $0.expected.contains { $0.hasPrefix("250") && $0.dropFirst(4).hasPrefix(keyword) } },
                "\(keyword)")
            for parameter in serviceExtension.mailParameters.keys {
                #expect(sent.contains { $0.contains(" \(parameter)") }, "MAIL … \(parameter)")
            }
            for parameter in serviceExtension.rcptParameters.keys {
                #expect(sent.contains { $0.contains(" \(parameter)") }, "RCPT … \(parameter)")
            }
        }
    }

    @Test func `every mechanism lets somebody in and is refused to somebody`() throws {
        let files = try Self.files()
        for mechanism in SASLMechanism.all {
            let those = files.filter { String(decoding: $0.input, as: UTF8.self).contains("AUTH \(mechanism.name)") }
            for code in ["235", "535"] {
                let isShown = those.contains { $0.expected.contains { $0.hasPrefix(code) } }
                #expect(isShown, "\(mechanism.name): \(code)")
            }
        }
    }
}
