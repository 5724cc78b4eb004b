#if os(Linux)
    import Glibc
    import MailStorage
    import Testing

    struct ThreadPriorityTests {
        /// `SCHED_IDLE`, which Swift does not see.
        private static let idle: Int32 = 5

        private func onThread<Value: Sendable>(
            _ priority: ThreadPriority, _ body: @escaping @Sendable () -> Value
        ) async -> Value {
            await BatchQueue<Int>(priority: priority) { _ in }.betweenBatches(body)
        }

        @Test func `an idle thread has what others leave`() async {
            #expect(await onThread(.idle) { sched_getscheduler(0) } == Self.idle)
        }

        /// Linux tells of turns since 6.12, with which they can be asked for.
        @Test(.enabled(if: ThreadPriority.turn > 0))
        func `a prompt thread has short turns, and those that it starts have not`() async {
            let usual = ThreadPriority.turn
            let turns = await onThread(.prompt) { (ThreadPriority.turn, Self.turnOfNewThread()) }
            #expect(turns.0 == ThreadPriority.shortTurn)
            #expect(turns.1 == usual)
        }

        private static func turnOfNewThread() -> UInt64 {
            nonisolated(unsafe) var turn: UInt64 = 0
            var thread = pthread_t()
            withUnsafeMutablePointer(to: &turn) { place in
                pthread_create(
                    &thread, nil,
                    { place in
                        place?.assumingMemoryBound(to: UInt64.self).pointee = ThreadPriority.turn
                        return nil
                    }, place)
                pthread_join(thread, nil)
            }
            return turn
        }
    }
#endif
