import Foundation
import MailModel
import TestSupport
import Testing

@testable import creel

@Suite struct MaildirPlaceTests {
    @Test func `Names that Creel exports tell time, inbox and whether it was seen`() async throws {
        try await withTemporaryFolder { folder in
            for name in ["cur", "new", ".a%2Eb/cur", ".a%2Eb/new"] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            }
            let name = "0999999999.M005000Q0000000000000000009.creel,S=5:2,S"
            let place = try #require(MaildirPlace(path: "\(folder)/.a%2Eb/cur/\(name)"))
            #expect(place.receivedAt?.milliseconds == 999_999_999_005)
            #expect(place.inbox?.rawValue == "a.b" && place.isSeen)
        }
    }
}
