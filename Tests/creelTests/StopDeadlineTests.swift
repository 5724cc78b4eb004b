import Testing

@testable import creel

@Suite(.timeLimit(.minutes(5))) struct StopDeadlineTests {
    @Test func `who waits later waits no longer than who waited first`() async throws {
        let deadline = StopDeadline(after: .milliseconds(200))
        try await deadline.wait()
        let end = try #require(deadline.end)
        try await deadline.wait()
        #expect(deadline.end == end)
    }

    @Test func `whoever waits is told at once that it has passed, and so is who waits later`() async throws {
        let deadline = StopDeadline(after: .seconds(3600))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<2 { tasks.addTask { try await deadline.wait() } }
            deadline.pass()
            try await tasks.waitForAll()
        }
        try await deadline.wait()
    }

    @Test func `who gives up is told so`() async {
        let deadline = StopDeadline(after: .seconds(3600))
        let waiting = Task { try await deadline.wait() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
