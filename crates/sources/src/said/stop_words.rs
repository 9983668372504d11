//! The small words of languages, and scripts that only one language is written in.

use std::ops::RangeInclusive;

/// Languages by ISO 639-1, each with some thirty of its most frequent small words that are rare in the others, between spaces.
#[rustfmt::skip]
pub(super) const LANGUAGES: [(&str, &str); 12] = [
    ("en", "the of and to in that is we for with on this are by as an be which from it our can these has have not at or was were its their than been"),
    ("de", "der die das und in den von zu mit ist des auf für im dem nicht ein eine als auch es an werden aus er sich dass wir sind wird bei oder einer durch nach wie"),
    ("fr", "le la les de des et en un une du que est pour dans qui par sur au nous pas plus avec ce sont cette aux ou il se ne été ces mais leur d l"),
    ("es", "el la los de las y en que un una por con del se para es al como más no su este esta son lo entre o sus sobre han ser sin también"),
    ("it", "il la di che e un una per in del della le i con non è dei si da al nel sono gli più alla questo delle come lo ha anche dal"),
    ("pt", "o a os as de do da que e em um uma para com não por dos das no na se mais é como ao foi são este esta pela pelo à ou entre sua"),
    ("nl", "de het een van en in is dat op te zijn met voor niet aan er om ook als bij door worden wordt deze uit die naar dan kan we maar"),
    ("sv", "och att det som en på är av för med till den har de inte om ett vi kan från var eller vid så också denna genom mellan"),
    ("pl", "i w na z do się nie że jest to o jak od po przez dla są oraz za ale tym który które tego być może jako przy"),
    ("tr", "ve bir bu da de için ile olarak olan daha gibi en çok ise kadar olduğu veya göre bu üzerinde çalışmada sonra tarafından her"),
    ("id", "yang dan di untuk dengan dari ini pada dalam adalah ke tidak dapat oleh sebagai itu akan atau juga telah lebih hasil penelitian"),
    ("ru", "и в на с что не для по из к от как это при его также или мы а но за до о то был была было так между которые"),
];

/// Languages with a script of their own, in the order in which they are asked for.
pub(super) const SCRIPTS: [(&str, &[RangeInclusive<char>]); 9] = [
    ("ja", &['\u{3041}'..='\u{30ff}']),
    ("ko", &['\u{ac00}'..='\u{d7a3}', '\u{1100}'..='\u{11ff}']),
    ("zh", &['\u{4e00}'..='\u{9fff}']),
    ("el", &['\u{370}'..='\u{3ff}']),
    ("he", &['\u{590}'..='\u{5ff}']),
    ("th", &['\u{e00}'..='\u{e7f}']),
    ("ka", &['\u{10a0}'..='\u{10ff}']),
    ("hy", &['\u{530}'..='\u{58f}']),
    ("ta", &['\u{b80}'..='\u{bff}']),
];
