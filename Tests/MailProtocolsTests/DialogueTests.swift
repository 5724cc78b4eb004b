import MailProtocols
import TestSupport
import Testing

/// Every file of `fixtures/dialogues/smtp`, replayed whole, octet by octet and in random cuts.
@Suite struct DialogueTests {
    @Test(arguments: try DialogueFile.all("smtp")) func `says what the file says`(file: DialogueFile) throws {
        var transcript = Transcript(limits: try limits(file))
        transcript.send(file.input)
        #expect(transcript.lines == file.expected)
    }

    @Test(arguments: try DialogueFile.all("smtp")) func `says the same however the octets are cut`(file: DialogueFile)
        throws
    {
        for step in 1...7 { try replay(file, cuts: [step]) }
        var random = SplitMix(seed: 1)
        for _ in 0..<20 { try replay(file, cuts: (0..<16).map { _ in Int.random(in: 1...50, using: &random) }) }
    }

    private func replay(_ file: DialogueFile, cuts: [Int]) throws {
        var transcript = Transcript(limits: try limits(file))
        transcript.send(file.input, cuts: cuts)
        #expect(transcript.lines == file.expected, "cut at \(cuts)")
    }

    private func limits(_ file: DialogueFile) throws -> SMTPSession.Limits {
        var limits = SMTPSession.Limits()
        for (name, value) in file.settings {
            let number = try #require(Int(value), "\(file.name): \(name) is a number")
            switch name {
            case "message": limits.message = number
            case "command-line": limits.commandLine = number
            case "recipients": limits.recipients = number
            case "path": limits.path = number
            case "errors": limits.errors = number
            default: Issue.record("\(file.name): unknown setting \(name)")
            }
        }
        return limits
    }
}
