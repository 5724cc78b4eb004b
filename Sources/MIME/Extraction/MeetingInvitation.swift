/// What invitations to meetings and calls look like around the passcode that lets in, which stands there every time and
/// for everybody: it is no secret, and nobody waits for it.
package enum MeetingInvitation {
    /// Whether what a label announces, `Passcode:`, lets into a meeting: its line, or one of the two before it, has the
    /// number of the meeting, its address, or a number to dial.
    ///
    /// - Parameter labelEnd: Where the label ends.
    package static func holds(labelEnd: Int, in octets: [UInt8]) -> Bool {
        let limit = max(0, labelEnd - reach)
        // Lines that have something in them, the label's own among them.
        var (start, lines, isBlank) = (labelEnd, 1, false)
        while start > limit {
            let octet = octets[start - 1]
            if octet == .lf {
                isBlank = true
            } else if octet > .space, isBlank {
                lines += 1
                isBlank = false
                if lines > mostLines { break }
            }
            start -= 1
        }
        return marks.areIn(octets, start..<labelEnd)
    }

    private static let mostLines = 3
    /// Octets that are looked at; addresses of meetings are long.
    private static let reach = 600

    private static let marks = WordFinder([
        // How the number of a meeting is called.
        "meeting id", "meeting-id", "meeting number", "meeting no", "webinar id", "webinar-id", "webinar number",
        "conference id", "conference-id", "besprechungs-id", "konferenz-id", "id de réunion", "id de la réunion",
        "id de reunión", "id de la reunión", "id da reunião", "id riunione", "id della riunione", "vergaderings-id",
        "identyfikator spotkania", "会议号", "会议 id", "ミーティングid", "ミーティング id", "회의 id",
        // How the number to dial is.
        "dial in", "dial-in", "dial +", "dial: +", "join by phone", "call in (audio", "einwahl", "per telefon +",
        // Where meetings are.
        "zoom.us/j/", "zoom.us/w/", "zoom.us/my/", "teams.microsoft.com/l/meetup", "teams.microsoft.com/meet/",
        "teams.live.com/meet/", "meet.google.com/", "webex.com/meet", "webex.com/join", "webex.com/wbxmjs",
        "gotomeeting.com/", "meet.goto.com/", "meet.jit.si/", "whereby.com/", "bluejeans.com/",
    ])
}
