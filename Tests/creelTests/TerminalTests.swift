import Glibc
import Testing

@testable import creel

@Suite struct TerminalTests {
    @Test func `a terminal is gone once it is closed, and only then`() throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        try #require(openpty(&master, &slave, nil, nil, nil) == 0)
        defer { close(slave) }
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        let terminal = Terminal([null, slave])
        #expect(!terminal.isGone)
        close(master)
        #expect(terminal.isGone)
    }

    @Test func `where there was none, none is gone`() {
        let null = open("/dev/null", O_RDWR)
        let terminal = Terminal([null])
        close(null)
        #expect(!terminal.isGone)
    }
}
