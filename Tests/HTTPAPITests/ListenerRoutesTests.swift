import HTTPTypes
import HummingbirdTesting
import Testing

struct `Listeners` {
    @Test func `are told with all that a client has to know`() async throws {
        try await Harness().test { client in
            try await client.get("/api/listeners").expect("listeners")
            #expect(try await client.get("/api/listeners?inbox=a").status == .badRequest)
        }
    }
}
