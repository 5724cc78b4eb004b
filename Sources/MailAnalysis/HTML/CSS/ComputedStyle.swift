/// How one element is shown, as far as it is known. CSS Cascade 5 §4.
struct ComputedStyle {
    var color: Color? = .black
    /// What is behind the text; `nil` where a picture is, or something not understood.
    var background: Color? = .white
    /// In CSS pixels.
    var fontSize = 16.0
    var isBold = false
    var isVisible = true
    var opacity = 1.0
    /// Why nothing of the element is shown, and where that is said.
    var hidden: HiddenText.Reason?
}
