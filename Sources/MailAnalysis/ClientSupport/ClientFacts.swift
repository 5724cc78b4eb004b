// Which features which clients support is from caniemail.com (commit 6b086a3 of 2026-06-29), whose licence is:
//
// MIT License
//
// Copyright (c) 2019 Rémi Parmentier
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

/// What is known of clients, as text that is read once; a row for each client and each feature.
///
/// Letters stand for the latest version of each client that was tested, in the order of ``clients``: `y` supported,
/// `a` partly, `n` not, `u` unknown, `-` not tested. ``FeatureDetector`` tells how the third column is read.
enum ClientFacts {
    /// When the facts were taken.
    static let date = "2026-06-29"

    /// Id, family, platform.
    static let clients: StaticString = """
        aol.android|AOL Mail|Android
        aol.desktop-webmail|AOL Mail|in a browser
        aol.ios|AOL Mail|iOS
        apple-mail.ios|Apple Mail|iOS
        apple-mail.macos|Apple Mail|macOS
        fastmail.desktop-webmail|Fastmail|in a browser
        free-fr.desktop-webmail|Free|in a browser
        gmail.android|Gmail|Android
        gmail.desktop-webmail|Gmail|in a browser
        gmail.ios|Gmail|iOS
        gmail.mobile-webmail|Gmail|in a mobile browser
        gmx.android|GMX|Android
        gmx.desktop-webmail|GMX|in a browser
        gmx.ios|GMX|iOS
        hey.desktop-webmail|HEY|in a browser
        ionos-1and1.android|IONOS|Android
        ionos-1and1.desktop-webmail|IONOS|in a browser
        laposte.android|La Poste|Android
        laposte.desktop-webmail|La Poste|in a browser
        laposte.ios|La Poste|iOS
        mail-ru.desktop-webmail|Mail.ru|in a browser
        orange.android|Orange|Android
        orange.desktop-webmail|Orange|in a browser
        orange.ios|Orange|iOS
        outlook.android|Outlook|Android
        outlook.ios|Outlook|iOS
        outlook.macos|Outlook|macOS
        outlook.outlook-com|Outlook|in a browser
        outlook.windows|Outlook|Windows
        outlook.windows-mail|Outlook|Windows Mail
        protonmail.android|Proton Mail|Android
        protonmail.desktop-webmail|Proton Mail|in a browser
        protonmail.ios|Proton Mail|iOS
        rainloop.desktop-webmail|RainLoop|in a browser
        samsung-email.android|Samsung Email|Android
        sfr.android|SFR|Android
        sfr.desktop-webmail|SFR|in a browser
        sfr.ios|SFR|iOS
        t-online-de.desktop-webmail|T-Online|in a browser
        thunderbird.macos|Thunderbird|macOS
        thunderbird.windows|Thunderbird|Windows
        web-de.android|WEB.DE|Android
        web-de.desktop-webmail|WEB.DE|in a browser
        web-de.ios|WEB.DE|iOS
        wp-pl.desktop-webmail|WP|in a browser
        yahoo.android|Yahoo Mail|Android
        yahoo.desktop-webmail|Yahoo Mail|in a browser
        yahoo.ios|Yahoo Mail|iOS
        """

    /// Id, what is lost without it (`c` content, `l` layout, `d` decoration,
    /// `n` nothing that anybody notices), how it is found, letters, title.
    static let features: StaticString = """
        amp|d|-|nnnnnnnyyynnnnnnn-n-ynnnnnnnnnnnn-nnnnnn-nnn-yyy|A part in AMP
        bimi|d|-|nnnyyynyyyn-n-n---y-nnnnnnnnnnnnn-nnnnnn-----yyy|A brand indicator (BIMI)
        css-accent-color|d|p:accent-color|nnnyyn-nnnn---y-----ynnnnnnnnnnnn-ynyn-------nnn|accent-color
        css-align-items|d|p:align-items|nnnyyy-nnnnynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|align-items
        css-animation|d|p:animation,animation-name,animation-duration,animation-delay,animation-timing-function,animation-iteration-count,animation-direction,animation-fill-mode,animation-play-state|nnnyyy-nnnnynyyya-a-nnnnnnynnnnnn-ynan-n-yny-nnn|Animations
        css-aspect-ratio|d|p:aspect-ratio|nnnyyn-nnnnynyyyy-y-ynnnnnnnnnyyy-nyyy-n-yny-nnn|aspect-ratio
        css-at-font-face|d|@:font-face|nnnyyn-nnnnnnyyny-n-nnnnnnynanynn-ynnn-y-nny-nnn|@font-face
        css-at-import|l|@:import|nnnyyn-nnnnnnyyny-n-nnnnnnynyyynn-nnnn-n-nnynnnn|@import
        css-at-keyframes|d|@:keyframes|nynyyy-nnnnynyyya-n-nnnnnnynnnnnn-ynnn-y-yny-nyn|@keyframes
        css-at-media-device-pixel-ratio|n|m:-webkit-device-pixel-ratio,-webkit-min-device-pixel-ratio,-webkit-max-device-pixel-ratio,device-pixel-ratio,min-resolution,max-resolution,resolution|nnnyyy-nnnnynyyyy-n-nyyyyyyynnynn-ynnn-n-yny-nnn|@media by pixel density
        css-at-media-hover|d|m:hover,any-hover|nnnyyu-nnnn---u---n-nuuuyyyynnyyy-ynnn-u-----nnn|@media (hover)
        css-at-media-orientation|d|m:orientation|nnnayy-yynnyyyyyy-n-yyyyyyyynnnnn-ynnn-n-yyy-nnn|@media (orientation)
        css-at-media-prefers-color-scheme|d|m:prefers-color-scheme|nnnyyyynnnnynynyy-n-nyyyyyyynnnnn-ynnnnn-yny-nnn|@media (prefers-color-scheme)
        css-at-media-prefers-reduced-motion|d|m:prefers-reduced-motion|nnnyyn-nnnnynyyyy-n-nyyyyyyynnaaa-ynyn-n-yny-nnn|@media (prefers-reduced-motion)
        css-at-media|n|@:media|aaayyy-aaanyyyyyy-n-ayyyaayannyaa-annn-n-yyy-aaa|@media
        css-at-supports|n|@:supports|yyyyyn-nnnnynyyyy-n-nyyynnynnnynn-ynnn-n-yny-yyy|@supports
        css-backdrop-filter|d|p:backdrop-filter|nnnyyu-nnnnunuuuu-u-yuunnnynnnyyy-yyyy-u-unu-nnn|backdrop-filter
        css-background-blend-mode|d|p:background-blend-mode|nnnyyy-ayanynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|background-blend-mode
        css-background-clip|d|p:background-clip|nnnyyy-ayanynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|background-clip
        css-background-color|d|p:background-color|yyyyyy-yyyyyayyyy-y-yaaayyyyyyyyy-yyyy-y-yay-yyy|background-color
        css-background-image|d|p:background-image|aaayyynyyyyyayyyy-y-yyyyyyyynnyyy-yyyyny-yay-aaa|background-image
        css-background-origin|d|p:background-origin|nnnyyy-ayanynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|background-origin
        css-background-position|n|p:background-position|yyyyyy-yyyyyayyyy-y-yyyyyyyynnyyy-yyyy-y-yay-yyy|background-position
        css-background-repeat|n|p:background-repeat|yyyyyy-yyyyyayyyy-y-yyyyyyyynnyyy-yyyy-y-yay-yyy|background-repeat
        css-background-size|n|p:background-size|yyyyyy-ayanynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-yyy|background-size
        css-background|n|p:background|aaayyy-yyyyyayyyy-y-yaaayyyyaayyy-yyyy-y-yay-aaa|The background shorthand
        css-block-inline-size|l|p:block-size,inline-size|nnnyyy-nnnnynyyyy-y-yunnnnnnnnyyy-yuyy-y-yny-nnn|block-size and inline-size
        css-border-collapse|d|p:border-collapse|yyyyyu-yyyyuyuuuu-u-yuuuyyyyyyyyy-yyyy-y-uyu-yyy|border-collapse
        css-border-image|d|p:border-image,border-image-source,border-image-slice,border-image-width,border-image-outset,border-image-repeat|nnnyyy-nnnnynyyyy-y-ynnnnnynnnyyy-yyyy-y-yny-nnn|border-image
        css-border-inline-block-individual|d|p:border-inline-start,border-inline-end,border-block-start,border-block-end|nnnyyu-nnnnynyuyy-u-yuuunnannnyyy-ayyy-u-yny-nnn|Logical borders of one side
        css-border-inline-block-longhand|d|p:border-inline-width,border-inline-style,border-inline-color,border-inline-start-width,border-inline-start-style,border-inline-start-color,border-inline-end-width,border-inline-end-style,border-inline-end-color,border-block-width,border-block-style,border-block-color,border-block-start-width,border-block-start-style,border-block-start-color,border-block-end-width,border-block-end-style,border-block-end-color|nnnyyu-nnnnynyuyy-u-yuuunnynnnyyy-yyyy-u-yny-nnn|Longhands of logical borders
        css-border-inline-block|d|p:border-inline,border-block|nnnyyu-nnnnynyuyy-u-yuuunnnnnnyyy-nyyy-u-yny-nnn|border-inline and border-block
        css-border-radius-logical|d|p:border-start-start-radius,border-start-end-radius,border-end-start-radius,border-end-end-radius|nnnyyu-nnnn---u---u-yuuunnnnnnyyy-nyyy-u-----nnn|Logical corner radii
        css-border-radius|d|p:border-radius,border-top-left-radius,border-top-right-radius,border-bottom-left-radius,border-bottom-right-radius|aaayyy-yyyyynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-aaa|border-radius
        css-border-spacing|n|p:border-spacing|yyyyyu-yyyyuyuuuu-u-yuuuyynynnyyy-yyyy-y-uyu-yyy|border-spacing
        css-border|n|p:border,border-width,border-style,border-color,border-top,border-top-width,border-top-style,border-top-color,border-right,border-right-width,border-right-style,border-right-color,border-bottom,border-bottom-width,border-bottom-style,border-bottom-color,border-left,border-left-width,border-left-style,border-left-color|yyyyyy-yyyyyyyyyy-y-yyyyyyyyaayyy-yyyy-y-yyy-yyy|Borders
        css-box-shadow|d|p:box-shadow|nnnyyy-ananynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|box-shadow
        css-box-sizing|n|p:box-sizing|nnnyyy-yyynyyyyyy-y-ynnnyyyynnyyy-yyyy-y-yyy-nnn|box-sizing
        css-caption-side|d|p:caption-side|yyyyyy-yyyyyyyyyy-y-yyyyyyyynnyyy-yyyy-y-yyy-yyy|caption-side
        css-clear|d|p:clear|aaayyu-ayyuuauuuu-u-yuuuayuynnyyy-yuuu-u-uau-aaa|clear
        css-clip-path|l|p:clip-path|nnnyyy-nnnnynyyyy-y-annnnnynnnyyy-yyyy-y-yny-nnn|clip-path
        css-color-scheme|n|p:color-scheme|nnnyynunnnnununuu-u-nuuunnnnnunyn-yyanny-unu-nnn|color-scheme
        css-column-count|l|p:column-count,columns|nnnyyy-yyynynyyyy-y-yyyyyyyynnyyy-yyyy-y-yny-nnn|column-count and columns
        css-column-layout-properties|d|p:column-width,column-rule,column-rule-color,column-rule-style,column-rule-width,column-span,column-fill|nnnyyy-yyyy---y---u-yuuuyyyynnyyy-yyyy-y-----nnn|Properties of columns
        css-comments|n|x:css-comment|ayayyu-ayyaunuuuu-a-annnyyyyyyyyy-yaaa-y-unu-aya|Comments in CSS
        css-conic-gradient|d|f:conic-gradient,repeating-conic-gradient|nnnyyynnnnn---y---y-ynnnnnynnnyyy-ayyyyy-----nnn|conic-gradient()
        css-cursor|n|p:cursor|uuunauunnnnyanuuu-u-uuuunnnnuuuau-uuuuuy-uuu-aan|cursor
        css-direction|n|p:direction|yyyyyy-yyyayyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|direction
        css-display-flex|l|v:display=flex,inline-flex|yyyyyy-ayayynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-yyy|display: flex
        css-display-grid|l|v:display=grid,inline-grid|yyyyyy-ayayynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-yyy|display: grid
        css-display-none|d|v:display=none|yyyyyy-yyynyyyyyy-y-yyyyyyyyaayyy-yyyy-y-yyy-yyy|display: none
        css-display|n|p:display|aaayya-ayayyayyyy-y-yaaayyyyaayyy-yyyy-y-yay-aaa|display
        css-empty-cells|d|p:empty-cells|nynyyu-yyyu---u-----nuuuyyyynnyyy-yuuu-------nyn|empty-cells
        css-filter|d|p:filter|nnnyyn-nnnnynyyyy-y-annnnnynnnyyy-yyyy-y-yny-nnn|filter
        css-flex-direction|l|v:flex-direction,flex-flow=column,column-reverse|nnnyyy-nnnnynyyyy-y-ynnnnyyynnyyy-yyyy-y-yny-nnn|flex-direction: column
        css-flex-wrap|l|v:flex-wrap,flex-flow=wrap,wrap-reverse|nnnyyy-nnnnynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|flex-wrap: wrap
        css-float|d|p:float|aaayyy-ayayyayyyy-y-yyyyyyyynnyyy-yyyy-y-yay-aaa|float
        css-font-kerning|d|p:font-kerning|-n-yy-yyyyy-n-------n---yyyyn-yyy-yuyuny-----nnn|font-kerning
        css-font-size-adjust|d|p:font-size-adjust|uuuyyu-ayayyayuuu-u-yuuuyyyynnyyy-uuuu-y-uau-aaa|font-size-adjust
        css-font-size|n|p:font-size|aaayyu-yyyyuauuuu-u-yuuuyyyyaayyy-auuu-y-uau-aaa|font-size
        css-font-stretch|d|p:font-stretch|-nnyy-unyyy-u-------y---nyyyn-uyy-nnyyuy-----nnn|font-stretch
        css-font-weight|n|p:font-weight|aaayyy-yyyyyyyyyy-y-yyayyyyyaayyy-yyyy-y-yyy-aaa|font-weight
        css-font|d|p:font|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|The font shorthand
        css-function-clamp|l|f:clamp|nnnyyn-ayayynyyyy-y-ynnnnnnnnnyyy-ayyy-y-yny-nnn|clamp()
        css-function-light-dark|l|f:light-dark|unnyyunnnnn-n-a---a-aunnunnnnnuay-auaaay-----unn|light-dark()
        css-function-max|l|f:max|nnnyyn-ayayynyyyy-y-ynnnnnynnnyyy-ayyy-y-yny-nnn|max()
        css-function-min|l|f:min|nnnyyn-ayayynyyyy-y-ynnnnnynnnyyy-ayyy-y-yny-nnn|min()
        css-gap|d|p:gap,row-gap,column-gap,grid-gap|nnnyyayaaan-n-y---y-ynnnaayannyyy-yyyyyy-----nnn|gap
        css-grid-template|l|p:grid-template,grid-template-columns,grid-template-rows,grid-template-areas|nnnyynynnnnunuyuu-y-ynnnnnynnnyyy-yyyyyy-uuu-nnn|Grid templates
        css-height|n|p:height|nnnyyy-yyyyyyyyyy-y-yyyyyyyyayyyy-yyyy-y-yyy-nnn|height
        css-hyphenate-character|d|p:hyphenate-character|nnnyyu-nnnnunuuuu-u-auuunnnnnnyyy-yuuu---unu-nnn|hyphenate-character
        css-hyphenate-limit-chars|d|p:hyphenate-limit-chars|nnnnnu-nnnnunuuuu-u-yuuunnnnnnuuu-nuuu-n-unu-nnn|hyphenate-limit-chars
        css-hyphens|d|p:hyphens|unuyyu-nnnu---u-----yuuunnynnnuuu-yyyy-------nnn|hyphens
        css-important|n|x:important|aaayyy-aaaaynyyyy-y-ynnnyyyyaaaaa-yaya-y-ynynaaa|!important
        css-inert-attribute|d|a:inert|nnnyyu-nnnnuuuuuu-u-uuuunnnnnnnan-yuuu-u-uuu-nnn|The inert attribute
        css-inline-size|l|p:inline-size|nnnnnn-nnnnynyyyy-y-yynynnnnnnyyy-yyyy-y-yny-nnn|inline-size
        css-inset|l|p:inset,inset-block,inset-block-start,inset-block-end,inset-inline,inset-inline-start,inset-inline-end|nnnyyu-nnnnunuuuu-u-nuuunnnnnnuuu-nuuu-y-unu-nnn|inset
        css-intrinsic-size|l|k:min-content,max-content,fit-content|nnnyyy-yyay---y---y-ynnnaayynnyyy-nyyy-y-----nnn|Sizes by content
        css-justify-content|d|p:justify-content|nnnyyy-nnnnynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|justify-content
        css-left-right-top-bottom|l|p:left,right,top,bottom|nnnyyy-nnnnyyyyyy-y-ayyyyyyynnyyy-ayyy-y-yyy-nnn|left, right, top and bottom
        css-letter-spacing|n|p:letter-spacing|yyyyyy-yyyyyyyyyy-y-yyyyyyyyaayyy-yyyy-y-yyy-yyy|letter-spacing
        css-line-height|n|p:line-height|yyyyyy-yyyyyyyyyy-y-yayayyyyaayyy-yyyy-y-yyy-yyy|line-height
        css-linear-gradient|d|f:linear-gradient,repeating-linear-gradient|nnnyyyyayyyynyyyy-y-ynnnnnnnnnyyy-ayyyyy-yny-nnn|linear-gradient()
        css-list-style-image|d|p:list-style-image|nnnyyy-nnnnyyyyyy-y-yynynnynnnnny-yyyy-y-yyy-nnn|list-style-image
        css-list-style-position|d|p:list-style-position|yyyyyy-yyyyyyyyyy-y-yyyyyyyynnyyy-yyyy-y-yyy-yyy|list-style-position
        css-list-style-type|d|p:list-style-type|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|list-style-type
        css-list-style|n|p:list-style|aaayyy-aaaayyyyyy-y-yyyyyyyyaanay-yyyy-y-yyy-aaa|The list-style shorthand
        css-margin-block-start-end|l|p:margin-block-start,margin-block-end|nnnyyu-nnnnynyuyy-u-yuuunnynnnyyy-yuuu-u-yny-nnn|margin-block-start and margin-block-end
        css-margin-inline-block|l|p:margin-inline,margin-block|nnnyyy-nnnnynyyyy-y-yyyynnnnnnyyy-nyyy-y-yny-nnn|margin-inline and margin-block
        css-margin-inline-start-end|l|p:margin-inline-start,margin-inline-end|nnnyyu-nnnnynyuyy-u-yuuunnynnnyyy-yuuu-u-yny-nnn|margin-inline-start and margin-inline-end
        css-margin|n|p:margin,margin-top,margin-right,margin-bottom,margin-left|aaayyy-aaaayyyyyy-y-ayyyaayaaayyy-yyyy-y-yyy-aaa|margin
        css-mask-image|d|p:mask-image,mask,-webkit-mask-image|nnnyyu-nnnnunuuuu-u-yuuunnynnnuuu-yuuu---unu-nnn|mask-image
        css-max-block-size|l|p:max-block-size|unuyyu-nnnu---u-----yuuunyynnnyyy-y----------nnn|max-block-size
        css-max-height|d|p:max-height|yyyyyy-yyyyyyyyyy-y-yyyyyyyynnyyy-yyyy-y-yyy-yyy|max-height
        css-max-inline-size|l|p:max-inline-size|nnnyyu-nnnnunuuuu-u-yuuunnnnnnyyy-yuuu---unu-nnn|max-inline-size
        css-max-width|d|p:max-width|yyyyyy-yyyyyyyyyy-y-yyyyyyyyaayyy-yyyy-y-yyy-yyy|max-width
        css-min-block-size|d|p:min-block-size|nnnyyu-nnnnunuuuu-u-yuuunnnnnnyyy-yuuu---unu-nnn|min-block-size
        css-min-height|d|p:min-height|yyyyyy-yyyyyyyyyy-y-yyyyyyyynnyyn-yyyn-y-yyy-yyy|min-height
        css-min-inline-size|l|p:min-inline-size|unuyyu-nnnn---u-----yuuunyynnnyyy-yuuu-------nnn|min-inline-size
        css-min-width|d|p:min-width|yyyyyy-yyyyyyyyyy-y-yyyyyyyynnyyy-yyyy-y-yyy-yyy|min-width
        css-mix-blend-mode|d|p:mix-blend-mode|nnnyyn-ayanynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|mix-blend-mode
        css-modern-color|l|f:lch,oklch,lab,oklab|nnnyyy-nnnn---y---u-yuuunnynnunyy-nuuu-n-----nnn|lab(), lch() and their kin
        css-nesting|l|x:nesting|unuyauunnnnuuuuuu-u-nuaannnnnnaya-auanuy-uuu-nnn|Rules nested in rules
        css-object-fit|d|p:object-fit|nnnyyy-ayanynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|object-fit
        css-object-position|d|p:object-position|nnnyyy-ayanynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|object-position
        css-opacity|d|p:opacity|nnnyyy-yyynynyyyy-y-nnnnyyyynnyyy-yyyy-y-yny-yyy|opacity
        css-orphans|d|p:orphans|nnnyyu-nnnnunuuuu-u-yuuuyyyynnyyy-yuuu---unu-nnn|orphans
        css-outline-offset|d|p:outline-offset|nnnyyyynnnn-n-y---y-ynnnnnnnnnyyy-yyyyyy-----nnn|outline-offset
        css-outline|n|p:outline,outline-color,outline-style,outline-width|yyyyyyyyyyyyyyyyy-y-ynnnyyyynnyyy-yyyyyy-yyy-yyy|outline
        css-overflow-wrap|n|p:overflow-wrap|unuaau-nnnu---u-----yuuunnynnnuuu-yuuu-------nnn|overflow-wrap
        css-overflow|n|p:overflow,overflow-x,overflow-y|aaaaay-aaaaaaayyy-y-ayayaaaannaaa-ayyy-y-aaa-aaa|overflow
        css-padding-block-start-end|l|p:padding-block-start,padding-block-end|nnnyyu-nnnnynyuyy-u-yuuunnynnnyyy-yuuu-u-yny-nnn|padding-block-start and padding-block-end
        css-padding-inline-block|l|p:padding-inline,padding-block|nnnyyu-nnnnynyuyy-u-yuuunnnnnnyyy-nuuu-u-yny-nnn|padding-inline and padding-block
        css-padding-inline-start-end|l|p:padding-inline-start,padding-inline-end|nnnyyu-nnnnynyuyy-u-yuuunnynnnyyy-yuuu-u-yny-nnn|padding-inline-start and padding-inline-end
        css-padding|n|p:padding,padding-top,padding-right,padding-bottom,padding-left|yyyyyy-yyyyyyyyyy-y-yyyyyyyyaayyy-yyyy-y-yyy-yyy|padding
        css-position|l|p:position|aaaaaa-nnnnyyyayy-a-naaaanyannyyy-aaaa-y-yyy-aaa|position
        css-pseudo-class-active|n|s:active|yynnay-nnnnyyyyyy-n-nyynynyannyyy-nnnn-y-yyy-yyy|:active
        css-pseudo-class-checked|l|s:checked|yyyyyy-nnnnnnynnn-n-nnnnaayannnnn-ynnn-y-nny-yyy|:checked
        css-pseudo-class-default|d|s:default|yyyyyuunnnnnnyuuu-u-yuuuyyyannnnn-uuuuny-unu-yyy|:default
        css-pseudo-class-first-child|d|s:first-child|yyyyyy-nnnnyyyyyy-n-nyyyyyyannynn-ynnn-y-yyy-yyy|:first-child
        css-pseudo-class-first-of-type|d|s:first-of-type|yyyyyy-nnnnynyyyy-n-nyyyyyyannynn-ynnn-y-yny-yyy|:first-of-type
        css-pseudo-class-focus-visible|d|s:focus-visible|yyuuyu-nnnnuuuuuu-u-uuuuauaanuyyy-yuuu-u-uuu-yyu|:focus-visible
        css-pseudo-class-focus-within|d|s:focus-within|yyuuyu-nnnnuuuuuu-u-uuuuauannuyyy-yuuu-u-uuu-yyu|:focus-within
        css-pseudo-class-focus|d|s:focus|yynnyy-nnnnnyyyny-n-nyynynyannyyy-ynnn-y-nyy-yyy|:focus
        css-pseudo-class-has|l|s:has|nnnyyy-nnnnynyyyy-n-nnynnnnnnnnyy-ynnn-n-yny-nnn|:has
        css-pseudo-class-hover|d|s:hover|yynyyy-aynnynyyyy-n-nyyyynyannyyy-ynnn-y-yny-yyy|:hover
        css-pseudo-class-lang|d|s:lang|nnnyyu-nnnn---u---n-nuuuyynnnnyyy-yunu-u-----nnn|:lang
        css-pseudo-class-last-child|d|s:last-child|yyyyyy-nnnnyyyyyy-n-nyyyyyyannynn-ynnn-y-yyy-yyy|:last-child
        css-pseudo-class-last-of-type|d|s:last-of-type|yyyyyy-nnnnynyyyy-n-nyyyyyyannynn-ynnn-y-yny-yyy|:last-of-type
        css-pseudo-class-link|n|s:link|yyyyyy-nnnnyyyyyy-n-nyyyyyyayyynn-ynnn-y-yyy-yyy|:link
        css-pseudo-class-not|d|s:not|nnnyyy-nnnnynyyyy-n-nyyynnynnnynn-ynnn-y-yny-nnn|:not
        css-pseudo-class-nth-child|d|s:nth-child|nnnyyy-nnnnynyyyy-n-nyyynnynnnynn-ynnn-y-yny-nnn|:nth-child
        css-pseudo-class-nth-last-child|d|s:nth-last-child|nnnyyy-nnnnynyyyy-n-nyyynnynnnynn-ynnn-y-yny-nnn|:nth-last-child
        css-pseudo-class-nth-last-of-type|d|s:nth-last-of-type|nnnyyy-nnnnynyyyy-n-nyyynnynnnnnn-ynnn-y-yny-nnn|:nth-last-of-type
        css-pseudo-class-nth-of-type|d|s:nth-of-type|nnnyyy-nnnnynyyyy-n-nyyynnynnnnnn-ynnn-y-yny-nnn|:nth-of-type
        css-pseudo-class-only-child|d|s:only-child|yyyyyy-nnnnyyyyyy-n-nyyyyyyannynn-ynnn-y-yyy-yyy|:only-child
        css-pseudo-class-only-of-type|d|s:only-of-type|yyyyyy-nnnnyyyyyy-n-nyyyyyyannynn-ynnn-y-yyy-yyy|:only-of-type
        css-pseudo-class-target|d|s:target|yynnnn-nnnnnyynnn-n-nynnyyyannynn-ynnn-y-nyy-yyy|:target
        css-pseudo-class-visited|n|s:visited|yynnny-nnnnnynyny-n-nnynyyyannnnn-nnnn-y-nyn-yyy|:visited
        css-pseudo-element-after|d|e:after|nnnyyy-nnnnynyyyy-n-nnnnnaaannynn-ynnn-y-yny-nnn|::after
        css-pseudo-element-before|d|e:before|nnnyyy-nnnnynyyyy-n-nnnnnaaannynn-ynnn-y-yny-nnn|::before
        css-pseudo-element-first-letter|d|e:first-letter|yyyyyy-nnnnyyyyyy-n-nnyynaaannynn-ynnn-y-yyy-yyy|::first-letter
        css-pseudo-element-first-line|d|e:first-line|yyyyyy-nnnnyyyyyy-n-nnyynaaannynn-ynnn-y-yyy-yyy|::first-line
        css-pseudo-element-marker|d|e:marker|yyyyyy-nnnn---y---n-nnyynnynnnnyy-ynnn-y-----yyy|::marker
        css-pseudo-element-placeholder|d|e:placeholder|yyyyyy-nnnnnnynnn-n-nnnnnaaannnnn-ynnn-y-nny-yyy|::placeholder
        css-radial-gradient|d|f:radial-gradient,repeating-radial-gradient|nnnyyyyayyyynyyyy-y-yyyynnnnnnyyy-yyyyyy-yny-nnn|radial-gradient()
        css-resize|d|p:resize|nnnnau-nnnuunnuuu-u-yuunnnnnnnaan-yuun-u-unn-nnn|resize
        css-rgb|n|f:rgb|aaayyy-aaaayayyyy-y-yaaayyyyaayyy-yyyy-y-yay-aaa|rgb()
        css-rgba|d|f:rgba|aaayyy-aaaaynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-aaa|rgba()
        css-scroll-snap|d|p:scroll-snap-type,scroll-snap-align,scroll-snap-stop|nnnyyn-nnnn---y---y-ynnnnnnnnnyyy-yyyy-y-----nnn|Scroll snapping
        css-selector-adjacent-sibling|d|c:adjacent-sibling|yyyyyy-ayanyayyyy-y-yyyyyyyynnynn-ynyn-y-yay-yyy|The selector a + b
        css-selector-attribute|d|c:attribute|aaayyy-aaanynyyyn-y-ayyyaayannnnn-ynyn-y-yny-aaa|Attribute selectors
        css-selector-chaining|d|c:chaining|yyyyyy-ayanyayyyy-y-yyyyyyynnnynn-ynyn-y-yay-yyy|Selectors with two classes
        css-selector-child|d|c:child|yyyyyy-ayanynyyyy-y-yynyyyyynnynn-ynyn-y-yny-yyy|The selector a > b
        css-selector-class|n|c:class|yyyyyy-ayanyyyyyy-y-yyyyyyyyyyynn-ynyn-y-yyy-yyy|Class selectors
        css-selector-descendant|n|c:descendant|yyyyyy-ayanyayyyy-y-yyyyyyyyyyynn-ynyn-y-yay-yyy|Descendant selectors
        css-selector-general-sibling|l|c:general-sibling|yyyyyy-ayanynyyyy-y-yyyyyyyynnynn-ynyn-y-yny-yyy|The selector a ~ b
        css-selector-grouping|n|c:grouping|yyyyyy-ayanyayyyy-y-yyyyyyyyyyynn-ynyn-y-yay-yyy|Lists of selectors
        css-selector-id|n|c:id|yyyyyy-ayanyyyyyn-y-yyyyyyyyyyynn-ynyn-y-yyy-yyy|Id selectors
        css-selector-type|n|c:type|yyyyyy-ayanynyyyy-y-yyyyyyyyyyynn-ynyn-y-yny-yyy|Element selectors
        css-selector-universal|d|c:universal|yyyyyy-ayanyyyyyy-y-nyyyyyyynnynn-ynyn-y-yyy-yyy|The selector *
        css-shape-margin|d|p:shape-margin|nnnyyu-nnnn---u---u-yuuunnynnnyyy-yuuu-y-----nnn|shape-margin
        css-shape-outside|d|p:shape-outside|nnnyyu-nnnn---u---u-yuuunnynnnyyy-yuuu-y-----nnn|shape-outside
        css-sytem-ui|n|k:system-ui,ui-serif,ui-sans-serif,ui-rounded,ui-monospace|ayyyyy-ayyy-y-y---y-yayyayyynnayy-aayyya-----ayy|Typefaces of the system
        css-tab-size|d|p:tab-size|unuyyu-nnnunnyuny---nuuunyyynnyyy-yuuu---nny-nnn|tab-size
        css-table-layout|n|p:table-layout|uyuyyu-yyyu---u-----yuuuyyyynnyyy-yuuu-------yyy|table-layout
        css-text-align-last|d|p:text-align-last|-n-yy-yyyyy---------y---nnnnn-yyy-y---y------nnn|text-align-last
        css-text-align|n|p:text-align|aaayyy-ayyayayyyy-y-yaaayyyyaayyy-ayyy-y-yay-aaa|text-align
        css-text-decoration-color|n|p:text-decoration-color|yyyyyy-ayanynyyyy-y-yynyyyaynnyyy-yyyy-y-yny-yyy|text-decoration-color
        css-text-decoration-line|n|p:text-decoration-line|nyyyyu-yyyyunuuuu-u-yuuuyyyynnyyy-yuuu-y-unu-yyy|text-decoration-line
        css-text-decoration-skip-ink|d|p:text-decoration-skip-ink|nnnyyy-nnnnunuyuu-y-yunnnnnnnnyyy-yuyu-y-unu-nnn|text-decoration-skip-ink
        css-text-decoration-style|n|p:text-decoration-style|nyyyyu-yyyyunuuuu-u-yuuuyyyynnyyy-yuuu-y-unu-yyy|text-decoration-style
        css-text-decoration-thickness|d|p:text-decoration-thickness|nnnyyy-nnnnynyyyy-y-ynnynnynnnyyy-ynyy-y-yny-nnn|text-decoration-thickness
        css-text-decoration|n|p:text-decoration|yyyyyy-ayayyaayyy-y-yyynyyyyaayyn-yyyn-y-yaa-yyy|text-decoration
        css-text-emphasis-position|d|p:text-emphasis-position|nnnyyu-nnnnynyuyy-u-yuuunnynnnyyy-nuuu-u-yny-nnn|text-emphasis-position
        css-text-emphasis|d|p:text-emphasis,text-emphasis-style,text-emphasis-color|nnnyyu-nyynynyuyy-u-yuuunyyynnyyy-nuuu-u-yny-nnn|text-emphasis
        css-text-indent|n|p:text-indent|aaayyy-aaaayyyyyy-y-ayyyyyyyyyyay-yyyy-y-yyy-aaa|text-indent
        css-text-justify|d|p:text-justify|nnnnnu-nanauauuuu-u-auuunnnaanyan-nuuu-u-unu-nan|text-justify
        css-text-orientation|d|p:text-orientation|nnnyyu-yyyyunuuuu-u-yuuuyynynnyyy-yuuu-y-unu-nnn|text-orientation
        css-text-overflow|d|p:text-overflow|nnnyyy-ayayynyyyy-y-yynyyyyynnyyy-nyyy-y-yny-nnn|text-overflow
        css-text-shadow|d|p:text-shadow|yyyyyy-nnnnyyyyyy-y-yyyynnynnnyyy-yyyy-y-yyy-yyy|text-shadow
        css-text-transform|n|p:text-transform|yyyyyy-yyyyyyyyyy-y-yyyyyyyyaayyy-yyyy-y-yyy-yyy|text-transform
        css-text-underline-offset|d|p:text-underline-offset|nnnyyy-nnnnynyyyy-y-ynnynnnnnnyyy-ynyy-y-yny-nnn|text-underline-offset
        css-text-underline-position|d|p:text-underline-position|nnnaau-yyayunuuuu-u-yuuuyanynnyyy-yuuu-y-unu-nnn|text-underline-position
        css-text-wrap|d|p:text-wrap|nnnyyu-nnnnunuuuu-u-yuuunnnnnnyyy-yuuu-u-unu-nnn|text-wrap
        css-transform|l|p:transform|nnnyyy-nnnnynyyyy-y-nnnnnnynnnyyy-yyyy-y-yny-nnn|transform
        css-transition|d|p:transition,transition-property,transition-duration,transition-delay,transition-timing-function|aaayyyynnnnuuuauu-y-ynnnnnnnnnuyn-anynuy-uuu-aaa|transition
        css-unit-calc|l|f:calc|nnnyyy-ayayynyyyy-y-ynnnnnynnnyyy-yyyy-yyyny-nnn|calc()
        css-unit-ch|d|u:ch|nnnyyy-yyyyynyyyy-y-ynnnyyyynnyyy-yyyy-yyyny-nnn|The unit ch
        css-unit-cm|d|u:cm|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit cm
        css-unit-em|d|u:em|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit em
        css-unit-ex|d|u:ex|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit ex
        css-unit-in|d|u:in|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit in
        css-unit-initial|n|k:initial|nnnyyy-aaayynyyyy-y-ynnnyyyynnyyy-yyyy-yyyny-nnn|The initial keyword
        css-unit-mm|d|u:mm|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit mm
        css-unit-pc|d|u:pc|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit pc
        css-unit-percent|d|u:%|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit %
        css-unit-pt|d|u:pt|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit pt
        css-unit-px|d|u:px|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|The unit px
        css-unit-rem|d|u:rem|nnnyyy-yyyyynyyyy-y-ynnnyyyynnyyy-yyyy-yyyny-nnn|The unit rem
        css-unit-vh|d|u:vh|yyyayn-yyyyanyyyy-y-ynnnyyyynnyyy-ynyy-yyany-yyy|The unit vh
        css-unit-vmax|d|u:vmax|nnnyyy-yyyyanyyyy-y-ynnnyyyynnyyy-yyyy-yyany-nnn|The unit vmax
        css-unit-vmin|d|u:vmin|nnnyyy-yyyyanyyyy-y-ynnnyyyynnyyy-ynyy-yyany-nnn|The unit vmin
        css-unit-vw|d|u:vw|yyyyyn-yyyyynyyyy-y-ynnnyyyynnyyy-yyyy-yyyny-yyy|The unit vw
        css-user-select|n|p:user-select,-webkit-user-select|nnnayu-nnnuunuuuu-u-yuuunnnnnnaaa-yuuu-u-unn-nnn|user-select and -webkit-user-select
        css-variables|l|x:variable|nnnyyn-nnnnynyyyy-y-nnnnnnynnnyyy-yyyy-yyyny-nnn|Custom properties and var()
        css-vertical-align|d|p:vertical-align|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|vertical-align
        css-visibility|c|p:visibility|ynyyyy-nnnnyyyyyy-y-ynnnyyyynnyyy-yyyy-y-yyy-yyy|visibility
        css-white-space-collapse|d|p:white-space-collapse|nnnyyu-nnnn---u-----yuuunnnnnnyyy-yuuu-------nnn|white-space-collapse
        css-white-space|n|p:white-space|yyyyyy-ayayayyyay-y-yyyyyyyynnyyy-nayy-y-ayy-aya|white-space
        css-widows|d|p:widows|nnnyyu-nnnnunuuuu-u-yuuuyyyynnyyy-yuuu---unu-nnn|widows
        css-width|n|p:width|yyyyyy-yyyyyyyyyy-a-yyyyyyyyayyyy-yyyy-y-yyy-yyy|width
        css-word-break|n|p:word-break|nnnaay-ayaannyany-y-ynanaaaaynaya-ayyy-y-nny-nnn|word-break
        css-word-spacing|d|p:word-spacing|naayyu-yyyyuauuuu-u-yuuuyyyynnyyy-yuuu-y-uau-aaa|word-spacing
        css-word-wrap|n|p:word-wrap|---yy--aa---------------ny-ynn----------------y-|word-wrap
        css-writing-mode|l|p:writing-mode|nnnyyn-ayayynyyyy-y-ynnnyyyynnyyy-yyyy-y-yny-nnn|writing-mode
        css-z-index|d|p:z-index|yyyyyy-nnnnyyyyyy-y-nyyyyyyynnyyy-yyyy-y-yyy-yyy|z-index
        html-abbr|n|t:abbr|nnnyyyyyyyy-y-n---y-nunnyyyynnuyy-yuyyyy--y--nnn|<abbr>
        html-acronym|n|t:acronym|nnnyyuuyyyy-y-u---u-nuuuyyyynnyyy-yyyyyy--y--nnn|<acronym>
        html-address|d|t:address|yyyyyy-yyyynyyynn-y-ynnnyyyyyyyyy-yyyy-y-nyy-yyy|<address>
        html-align|n|a:align|yyyyyy-yyyyyyyayy-y-yyyyyyayyyyay-yyyy-y-yyy-yyy|The align attribute
        html-anchor-links|d|x:anchor|nayyyy-yynynyynyy-n-yynnyyyyyynyn-nnnn-y-nyy-nan|Links inside the message
        html-aria-describedby|n|a:aria-describedby|nnnyyn-nnnnnnynny-y-nnnnyyyynnyyy-yyyy-n-nny-nnn|The aria-describedby attribute
        html-aria-hidden|n|a:aria-hidden|nnnyyy-yyyynnynny-y-ynnnyyyyynyyy-yyyy-n-nny-nnn|The aria-hidden attribute
        html-aria-label|n|a:aria-label|nnnyyy-yyyynnynny-y-ynnnyyyyynyyy-yyyy-n-nny-nnn|The aria-label attribute
        html-aria-labelledby|n|a:aria-labelledby|nnnyyn-nnnnnnynny-y-ynnnyyynnnyyy-yyyy-n-nny-nnn|The aria-labelledby attribute
        html-aria-live|n|a:aria-live|nnnyyy-yyyynnynny-y-ynnnnnynanyyy-yyyy-n-nny-nnn|The aria-live attribute
        html-audio|c|t:audio|nnnyyn-nnnnnnnnyn-n-nnnnnnnnnnnnn-yyyy-yynnn-nnn|<audio>
        html-background|d|a:background|yyyyyyyayayyyynyy-y-yyyyyyyyanyyy-yyyyyy-yyy-yyy|The background attribute
        html-base|d|t:base|aaayya-aaaannyany-n-nnnnnaaaynnan-ynnn-y-nny-aaa|<base>
        html-bdi|n|t:bdi|nnnyyy-nnnnnnynnn-y-nnnnnnynnnyyy-yyyy-y-nny-nnn|<bdi>
        html-blockquote|d|t:blockquote|yyyyyy-yyyyyyyayy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|<blockquote>
        html-body|n|t:body|nanyyn-aaaayyyayy-n-naaaaanayynnn-ynnn-y-yyy-nan|<body>
        html-button-reset|d|t:button[type=reset]|nnnyyy-yyaynnynna-y-ayyyynyynnnyy-yyay-a-nny-nnn|<button type=reset>
        html-button-submit|c|t:button[type=submit/]|yyyyyy-yyaynnynna-y-ayyyynnnnnnyy-yyay-y-nny-yyn|<button type=submit>
        html-cellpadding|d|a:cellpadding|yyyyyu-yyyyuyuuuu-u-yuuuyyyyyyyyy-yuuu-y-uyu-yyy|The cellpadding attribute
        html-cellspacing|d|a:cellspacing|yyyyyu-yyyyuyuuuu-u-yuuuyyyyyyyyy-yuuu-y-uyu-yyy|The cellspacing attribute
        html-code|d|t:code|yyyyyyyyyyy-y-y---y-ynnnyyyyyyyyy-yyyyyy--u--yyy|<code>
        html-comments|n|x:html-comment|yyyyyu-yyyyuyuuuu-u-yuuuyyyyyyyyy-yuuu-y-uyu-yyy|Comments in HTML
        html-del|d|t:del|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|<del>
        html-dfn|n|t:dfn|yyyyyuuyyyy-y-u---u-nuuuyyyyaayyy-yyyyny--y--yyy|<dfn>
        html-dialog|c|t:dialog|nnnyyn-ynnnnnynnn-y-nnnnnnynnnynn-yyyy-y-nny-nnn|<dialog>
        html-dir|n|a:dir|yyyyyy-yyyaynyyyy-y-yaaayyyyaayyy-yyyy-y-yny-yyy|The dir attribute
        html-div|d|t:div|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|<div>
        html-doctype|n|x:doctype|nyyyyy-yyyyyyynyn-y-yyynyyyynynyn-nyyn-n-yyy-nyy|The HTML5 document type
        html-form|c|t:form|yyyyyn-yyaynnynnn-n-nnnnyynannnnn-yyny-y-nny-yyn|<form>
        html-h1-h6|d|t:h1,h2,h3,h4,h5,h6|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|Headings
        html-height|n|a:height|yyyyyy-yyyyyyynyy-y-yyyyyyyyayyyy-yyyy-y-yyy-yyy|The height attribute
        html-hidden|c|a:hidden|unuyyu-nnnnunuuuu-u-auuunnnnnnyyy-yyyy-y-unu-nnn|The hidden attribute
        html-hr|d|t:hr|yyyyyuuyyyy-u-u---u-yuuuyyyyyyyyy-yyyyuy--u--yyy|<hr>
        html-image-maps|d|t:map|nynyyy-yyyyyyynyy-y-yyyyyyyyynnyy-yyyy-y-yyy-nyy|Image maps
        html-img|d|t:img|yyyyyyyyyyy-u-y---y-yuyyyyyyyyuyy-yuyyuu--u--yyy|<img>
        html-input-checkbox|c|t:input[type=checkbox]|yyyyyy-yyyynnynnn-n-ynnnyyyynnnnn-ynnn-a-nny-yyy|<input type=checkbox>
        html-input-hidden|d|t:input[type=hidden]|yyyyyy-yyyynnynnn-n-ynnnyyyynnnnn-ynnn-a-nny-yyy|<input type=hidden>
        html-input-radio|c|t:input[type=radio]|yyyyyy-yyyynnynnn-n-ynnnyyyynnnnn-ynnn-a-nny-yyy|<input type=radio>
        html-input-reset|d|t:input[type=reset]|yyyyyy-yyaynnynnn-n-ynnnyyyynnnnn-ynnn-a-nny-yyy|<input type=reset>
        html-input-submit|c|t:input[type=submit]|yyyyyy-yyaynnynnn-n-ynnnyynnnnnnn-ynnn-y-nny-yyn|<input type=submit>
        html-input-text|c|t:input[type=text/]|yyyyyy-yyyynnynnn-n-ynnnnyyynnnnn-nnnn-a-nny-nyy|<input type=text>
        html-lang|n|a:lang|yayyyy-yyyynnynnn-y-yynyyyyyyyyyy-yyyy-y-nny-aaa|The lang attribute
        html-link|l|x:linked-style|nnnyyn-nnnnnnynnn-n-nnnnnnynyynnn-nnnn-n-nnynnnn|Linked style sheets
        html-lists|n|t:ul,ol,dl|aaayyy-aaaayyyyyy-y-ayyyaaaaaayyy-yyyy-y-yyy-aaa|Lists
        html-loading-attribute|n|a:loading|nnnyyn-nnnnnnyann-y-ynnnnnynnnnyn-ynyn-y-nny-nnn|The loading attribute
        html-mailto-links|n|x:mailto|ayyyyy-yyyyyyyyya-y-yaanyyyyyyayy-yyyy-y-yyy-ayy|mailto: links
        html-marquee|c|t:marquee|yayyyn-nnnnnnynnn-a-nynyyyyannyay-yyyy-yynny-yay|<marquee>
        html-meta-color-scheme|n|x:color-scheme|nnnnyn-nnnnununuu-u-nuuunnnnnnnnn-nnnn-y-unu-nnn|The color-scheme meta element
        html-meter|c|t:meter|nnnyyy-annnnnynnn-y-nnnnyyyynnyyy-yyyy-y-nny-nnn|<meter>
        html-object|c|t:object,embed|nnnyan-nnnnnnannn-n-nnnnnnannnnnn-annn-a-nna-nnn|<object> and <embed>
        html-p|d|t:p|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|<p>
        html-picture|d|t:picture|nnnyan-nnnnnnynnn-y-nnnnnnynnnnnn-yyyy-y-nny-nnn|<picture>
        html-popover|d|a:popover|unnyyn-nnnnuuunuu-u-auuunnnnnnunn-ayyn-n-uuu-nnn|The popover attribute
        html-pre|d|t:pre|yyyyyyyyyyy-y-yuu-y-yyyyyyyyyyyyy-yyyyyy-uuu-yyy|<pre>
        html-progress|c|t:progress|nnnyyy-annnnnynnn-y-nnnnnnynnnyyy-yyyy-y-nny-nnn|<progress>
        html-required|n|a:required|nnnyyy-annnnnynnn-a-nnnnyyynnnnan-yyan-y-nny-nnn|The required attribute
        html-role|n|a:role|aaayyy-yyyynnynnn-y-ynnnyyyyynyyy-yyyy-y-nny-aaa|The role attribute
        html-rp|d|t:rp|yyyyyy-annnnnynnn-y-nnnnyyyynnyyy-yyyy-y-nny-yyy|<rp>
        html-rt|d|t:rt|yyyyyy-annnnnynnn-y-nnnnyyyynnyyy-yyyy-y-nny-yyy|<rt>
        html-ruby|d|t:ruby|yyyyyy-annnnnynnn-y-nnnnyyyynnyyy-yyyy-y-nny-yyy|<ruby>
        html-select|c|t:select|yyyayy-yyaynnynny-n-yyyyyyyynnyyy-ynnn-a-nny-yyn|<select>
        html-semantics|n|t:article,aside,details,figcaption,figure,footer,header,main,mark,nav,section,summary,time|nnnyyy-aaaannyana-y-naaaaayannyyy-yyyy-y-nny-nnn|Sectioning elements of HTML5
        html-small|d|t:small|yyyyyyyyyyyyyyyyn-y-ynnnyyyyyyyyy-yyyyyy-yyy-yyy|<small>
        html-span|d|t:span|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|<span>
        html-srcset|d|a:srcset|nnnyyn-nnnnnnynnn-y-nnnnnnynnnnnn-yyyy-y-nny-nnn|The srcset attribute
        html-strike|n|t:strike|yyyyyy-ayayyyynyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|<strike>
        html-strong|d|t:strong,b,em,i|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|<strong>, <b>, <em> and <i>
        html-style|n|t:style|yyyyyy-aaanynyyyynnnyyyyyyyyaaayanynnn-yyynyyyyy|<style>
        html-svg|c|t:svg|nnnyan-nnnnnnynnn-y-nyyynnynnnyyy-yyyy-yynny-nnn|Inline SVG
        html-table|d|t:table|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|<table>
        html-target|n|a:target|nnnaan-nnnnnnannn-y-nnnnaaanaannn-anyn-a-nna-nnn|The target attribute
        html-textarea|c|t:textarea|yyyyyy-yyyynnynny-n-yyyynyyynnayy-nnnn-a-nny-nyy|<textarea>
        html-valign|d|a:valign|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-y-yyy-yyy|The valign attribute
        html-video|c|t:video|nnnayn-nnnnnnynnn-n-nnnnnnynnnnnn-ayyy-y-nny-nnn|<video>
        html-wbr|n|t:wbr|yyyyyy-aynynnnnny-y-nnnyyyyynnyyy-yyyy-y-nnn-yyy|<wbr>
        html-width|n|a:width|yyyyyy-yyyyyyynyy-y-yyyyyyyyayyyy-yyyy-y-yyy-yyy|The width attribute
        image-apng|d|i:apng|yyyyyy-nnynyyyyyy-y-yyyynyyynnyyy-yyyy-yyyyy-yyy|Animated PNG
        image-avif|c|i:avif|yyyyyn-aaaannnynn-y-nyynyyyynnyyy-yyyn-y-nnn-yyy|AVIF pictures
        image-base64|c|x:data-image|yyyyyy-nnnnyaynyy-n-yyyyyyyyanyyy-yyny-yyyay-yyy|Pictures in data: addresses
        image-bmp|n|i:bmp|yyyyyy-aayayynyyy-y-yyyyyyyyyyyyy-yyyy-yyyyn-yyy|BMP pictures
        image-gif|n|i:gif|yyyyyy-yyyyyyyyyy-y-yyyyyyyyayyyy-yyyy-yyyyy-yyy|GIF pictures
        image-hdr|c|i:hdr|nnnnnn-nnnnnnnnnn-n-nnyynnnnnnnnn-nnyy-nnnnn-nnn|HDR pictures
        image-heif|c|i:heic,heif|nayyyn-aaaannnnnn-n-nnnnnynnnnnay-nnnn-nnnnn-nay|HEIF pictures
        image-ico|c|i:ico|yyyyyy-yyyyyyyyyy-y-yyyyyyyynyyyy-ynyy-yyyyy-yyy|ICO pictures
        image-jpg|d|i:jpg,jpeg|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|JPEG pictures
        image-mp4|c|i:mp4|nyyyyn-nnnnnnynnn-y-nnyynyyynnnyy-nnyy-n-nny-nyy|MP4 as a picture
        image-png|d|i:png|yyyyyy-yyyyyyyyyy-y-yyyyyyyyyyyyy-yyyy-yyyyy-yyy|PNG pictures
        image-svg|c|i:svg,svg+xml|yyyyyy-ananyyyyyy-y-nyyyyynyyyyyy-yyyy-yyyyy-yyy|SVG pictures
        image-tiff|c|i:tif,tiff|nnyyyn-aayannyynn-y-nnnynyynnynyy-nnyy-nnnny-nny|TIFF pictures
        image-webp|c|i:webp|yyyyyy-aaaayyyyyy-y-yyyyyynynyyyy-yyyy-yyyyy-yyy|WebP pictures
        """
}
