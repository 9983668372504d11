//! Venues that papers name, in the spelling that this crate prints.

use std::iter;
use std::sync::LazyLock;

use super::words::Word;

/// A conference or a journal that is well known in its field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Venue {
    /// How it is printed.
    pub(super) name: &'static str,
    /// Whether it appears all the year, without meetings.
    pub(super) is_journal: bool,
}

/// A venue in a row of words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) venue: &'static Venue,
    /// The words `from..to`.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Its own workshops are named with a W behind it: `CVPRW`.
    pub(super) is_workshop: bool,
}

/// A conference: its name, then other ways to write it. One word in capitals is an abbreviation and has to be written so.
const fn conference(name: &'static str) -> Venue {
    Venue { name, is_journal: false }
}

const fn journal(name: &'static str) -> Venue {
    Venue { name, is_journal: true }
}

/// Each venue with the ways in which it is written beside its name. What is one word has to be written with the same capitals, of several
/// words the capitals do not matter.
type Row = (Venue, &'static [&'static str]);

#[rustfmt::skip]
const CONFERENCES: &[Row] = &[
    (conference("3DV"), &["International Conference on 3D Vision"]),
    (conference("AAAI"), &["AAAI Conference on Artificial Intelligence", "Association for the Advancement of Artificial Intelligence"]),
    (conference("AACL"), &["Asia Pacific Chapter of the Association for Computational Linguistics", "AACL IJCNLP", "IJCNLP AACL"]),
    (conference("AAMAS"), &["International Conference on Autonomous Agents and Multiagent Systems", "Autonomous Agents and Multi Agent Systems"]),
    (conference("ACCV"), &["Asian Conference on Computer Vision"]),
    (conference("ACL"), &["Association for Computational Linguistics", "Annual Meeting of the ACL"]),
    (conference("ACM MM"), &["ACM Multimedia", "ACMMM", "ACM International Conference on Multimedia"]),
    (conference("ACML"), &["Asian Conference on Machine Learning"]),
    (conference("AISTATS"), &["International Conference on Artificial Intelligence and Statistics"]),
    (conference("ALT"), &["Algorithmic Learning Theory"]),
    (conference("ASE"), &["Automated Software Engineering Conference", "International Conference on Automated Software Engineering"]),
    (conference("ASPLOS"), &[]),
    (conference("ASRU"), &["Automatic Speech Recognition and Understanding"]),
    (conference("AutoML"), &["International Conference on Automated Machine Learning"]),
    (conference("BMVC"), &["British Machine Vision Conference"]),
    (conference("CAV"), &["Computer Aided Verification"]),
    (conference("CCS"), &["Computer and Communications Security"]),
    (conference("CDC"), &["Conference on Decision and Control"]),
    (conference("CHI"), &["CHI Conference on Human Factors in Computing Systems", "Conference on Human Factors in Computing Systems"]),
    (conference("CIKM"), &["Conference on Information and Knowledge Management"]),
    (conference("COLING"), &["International Conference on Computational Linguistics"]),
    (conference("COLM"), &["CoLM", "Conference on Language Modeling"]),
    (conference("COLT"), &["Conference on Learning Theory"]),
    (conference("CoLLAs"), &["Conference on Lifelong Learning Agents"]),
    (conference("CoNLL"), &["Conference on Computational Natural Language Learning"]),
    (conference("CoRL"), &["CORL", "Conference on Robot Learning"]),
    (conference("CSCW"), &["Computer Supported Cooperative Work"]),
    (conference("CVPR"), &["Conference on Computer Vision and Pattern Recognition", "Computer Vision and Pattern Recognition"]),
    (conference("DAC"), &["Design Automation Conference"]),
    (conference("DATE"), &["Design Automation and Test in Europe"]),
    (conference("EACL"), &["European Chapter of the Association for Computational Linguistics", "European Chapter of the ACL"]),
    (conference("ECAI"), &["European Conference on Artificial Intelligence"]),
    (conference("ECCV"), &["European Conference on Computer Vision"]),
    (conference("ECIR"), &["European Conference on Information Retrieval"]),
    (conference("ECML PKDD"), &["ECML", "European Conference on Machine Learning"]),
    (conference("EMNLP"), &["Empirical Methods in Natural Language Processing"]),
    (conference("EuroSys"), &["European Conference on Computer Systems"]),
    (conference("FAccT"), &["FAccT Conference", "Fairness Accountability and Transparency"]),
    (conference("FOCS"), &["Foundations of Computer Science"]),
    (conference("FSE"), &["Foundations of Software Engineering"]),
    (conference("GECCO"), &["Genetic and Evolutionary Computation Conference"]),
    (conference("HPCA"), &["High Performance Computer Architecture"]),
    (conference("HRI"), &["International Conference on Human Robot Interaction", "Conference on Human Robot Interaction"]),
    (conference("ICALP"), &["International Colloquium on Automata Languages and Programming"]),
    (conference("ICAPS"), &["International Conference on Automated Planning and Scheduling"]),
    (conference("ICASSP"), &["Conference on Acoustics Speech and Signal Processing", "International Conference on Acoustics Speech and Signal Processing"]),
    (conference("ICCAD"), &["International Conference on Computer Aided Design"]),
    (conference("ICCV"), &["International Conference on Computer Vision"]),
    (conference("ICDAR"), &["International Conference on Document Analysis and Recognition"]),
    (conference("ICDCS"), &["International Conference on Distributed Computing Systems"]),
    (conference("ICDE"), &["International Conference on Data Engineering"]),
    (conference("ICDM"), &["International Conference on Data Mining"]),
    (conference("ICIP"), &["International Conference on Image Processing"]),
    (conference("ICLR"), &["International Conference on Learning Representations"]),
    (conference("ICME"), &["International Conference on Multimedia and Expo"]),
    (conference("ICML"), &["International Conference on Machine Learning"]),
    (conference("ICPR"), &["International Conference on Pattern Recognition"]),
    (conference("ICRA"), &["International Conference on Robotics and Automation"]),
    (conference("ICSE"), &["International Conference on Software Engineering"]),
    (conference("ICWSM"), &["International AAAI Conference on Web and Social Media"]),
    (conference("IJCAI"), &["International Joint Conference on Artificial Intelligence", "International Joint Conferences on Artificial Intelligence"]),
    (conference("IJCNLP"), &["International Joint Conference on Natural Language Processing"]),
    (conference("IJCNN"), &["International Joint Conference on Neural Networks"]),
    (conference("INFOCOM"), &["International Conference on Computer Communications"]),
    (conference("Interspeech"), &["INTERSPEECH", "InterSpeech"]),
    (conference("IROS"), &["International Conference on Intelligent Robots and Systems"]),
    (conference("ISBI"), &["International Symposium on Biomedical Imaging"]),
    (conference("ISCA"), &["International Symposium on Computer Architecture"]),
    (conference("ISIT"), &["International Symposium on Information Theory"]),
    (conference("ISMAR"), &["International Symposium on Mixed and Augmented Reality"]),
    (conference("ISMIR"), &["International Society for Music Information Retrieval"]),
    (conference("ISSTA"), &["International Symposium on Software Testing and Analysis"]),
    (conference("ISWC"), &["International Semantic Web Conference"]),
    (conference("ITSC"), &["International Conference on Intelligent Transportation Systems"]),
    (conference("IUI"), &["Intelligent User Interfaces"]),
    (conference("KDD"), &["Conference on Knowledge Discovery and Data Mining", "SIGKDD"]),
    (conference("L4DC"), &["Learning for Dynamics and Control"]),
    (conference("LICS"), &["Logic in Computer Science"]),
    (conference("LoG"), &["Learning on Graphs Conference"]),
    (conference("LREC"), &["Language Resources and Evaluation Conference", "International Conference on Language Resources and Evaluation"]),
    (conference("LREC-COLING"), &["LREC COLING"]),
    (conference("MICCAI"), &["Medical Image Computing and Computer Assisted Intervention", "Medical Image Computing and Computer Assisted Interventions"]),
    (conference("MICRO"), &["International Symposium on Microarchitecture"]),
    (conference("MIDL"), &["Medical Imaging with Deep Learning"]),
    (conference("MLSys"), &["Conference on Machine Learning and Systems"]),
    (conference("MobiCom"), &["International Conference on Mobile Computing and Networking"]),
    (conference("MSR"), &["Mining Software Repositories"]),
    (conference("NAACL"), &["Nations of the Americas Chapter of the Association for Computational Linguistics", "Nations of the Americas Chapter of the ACL",
        "North American Chapter of the Association for Computational Linguistics", "North American Chapter of the ACL"]),
    (conference("NDSS"), &["Network and Distributed System Security Symposium"]),
    (conference("NeurIPS"), &["NEURIPS", "NeurIps", "Neurips", "Neural Information Processing Systems"]),
    (conference("NIPS"), &[]),
    (conference("NSDI"), &["Networked Systems Design and Implementation"]),
    (conference("OOPSLA"), &[]),
    (conference("OSDI"), &["Operating Systems Design and Implementation"]),
    (conference("PLDI"), &["Programming Language Design and Implementation"]),
    (conference("PODC"), &["Principles of Distributed Computing"]),
    (conference("POPL"), &["Principles of Programming Languages"]),
    (conference("RecSys"), &["Conference on Recommender Systems"]),
    (conference("RLC"), &["Reinforcement Learning Conference"]),
    (conference("RLDM"), &["Reinforcement Learning and Decision Making"]),
    (conference("RO-MAN"), &["Robot and Human Interactive Communication", "RO MAN"]),
    (conference("RSS"), &["Robotics Science and Systems"]),
    (conference("SemEval"), &["International Workshop on Semantic Evaluation"]),
    (conference("SIGCOMM"), &[]),
    (conference("SIGGRAPH"), &[]),
    (conference("SIGGRAPH Asia"), &[]),
    (conference("SIGIR"), &["Research and Development in Information Retrieval"]),
    (conference("SIGMOD"), &["International Conference on Management of Data"]),
    (conference("SMC"), &["International Conference on Systems Man and Cybernetics"]),
    (conference("SODA"), &["Symposium on Discrete Algorithms"]),
    (conference("SOSP"), &["Symposium on Operating Systems Principles"]),
    (conference("STOC"), &["Symposium on Theory of Computing"]),
    (conference("UAI"), &["Uncertainty in Artificial Intelligence"]),
    (conference("UIST"), &["User Interface Software and Technology"]),
    (conference("USENIX Security"), &["USENIX Security Symposium"]),
    (conference("VLDB"), &["International Conference on Very Large Data Bases"]),
    (conference("WACV"), &["Winter Conference on Applications of Computer Vision"]),
    (conference("WSDM"), &["Web Search and Data Mining"]),
    (conference("WWW"), &["The Web Conference", "ACM Web Conference", "TheWebConf", "International World Wide Web Conference", "Web Conference"]),
];

#[rustfmt::skip]
const JOURNALS: &[Row] = &[
    (journal("A&A"), &["Astronomy and Astrophysics", "Astronomy & Astrophysics", "Astron Astrophys"]),
    (journal("ACM Computing Surveys"), &[]),
    (journal("AJ"), &["Astronomical Journal"]),
    (journal("ApJ"), &["Astrophysical Journal", "APJ", "Astrophys J"]),
    (journal("ApJL"), &["Astrophysical Journal Letters", "ApJ Letters", "Astrophys J Lett"]),
    (journal("ApJS"), &["Astrophysical Journal Supplement", "Astrophysical Journal Supplement Series", "Astrophysical Journal Supplements", "ApJs", "ApJ Supplement", "ApJ Supplements"]),
    (journal("Computational Linguistics Journal"), &[]),
    (journal("IEEE RA-L"), &["RA L", "RAL", "IEEE Robotics and Automation Letters", "Robotics and Automation Letters"]),
    (journal("IEEE TCSVT"), &["TCSVT", "Transactions on Circuits and Systems for Video Technology"]),
    (journal("IEEE TGRS"), &["TGRS", "Transactions on Geoscience and Remote Sensing"]),
    (journal("IEEE TIFS"), &["TIFS", "Transactions on Information Forensics and Security"]),
    (journal("IEEE TIP"), &["TIP", "Transactions on Image Processing"]),
    (journal("IEEE TKDE"), &["TKDE", "Transactions on Knowledge and Data Engineering"]),
    (journal("IEEE TMI"), &["TMI", "Transactions on Medical Imaging"]),
    (journal("IEEE TMM"), &["TMM", "Transactions on Multimedia"]),
    (journal("IEEE TNNLS"), &["TNNLS", "Transactions on Neural Networks and Learning Systems"]),
    (journal("IEEE TPAMI"), &["TPAMI", "PAMI", "Transactions on Pattern Analysis and Machine Intelligence"]),
    (journal("IEEE T-RO"), &["Transactions on Robotics"]),
    (journal("IEEE TSE"), &["TSE", "Transactions on Software Engineering"]),
    (journal("IEEE TVCG"), &["TVCG", "Transactions on Visualization and Computer Graphics"]),
    (journal("ACM TOG"), &["TOG", "Transactions on Graphics"]),
    (journal("ACM TOIS"), &["TOIS", "Transactions on Information Systems"]),
    (journal("ACM TOSEM"), &["TOSEM", "Transactions on Software Engineering and Methodology"]),
    (journal("IJCV"), &["International Journal of Computer Vision"]),
    (journal("IJRR"), &["International Journal of Robotics Research"]),
    (journal("JAIR"), &["Journal of Artificial Intelligence Research"]),
    (journal("JCAP"), &["Journal of Cosmology and Astroparticle Physics"]),
    (journal("JHEP"), &["Journal of High Energy Physics"]),
    (journal("JMLR"), &["Journal of Machine Learning Research"]),
    (journal("MNRAS"), &["Monthly Notices of the Royal Astronomical Society", "Mon Not R Astron Soc"]),
    (journal("Medical Image Analysis"), &[]),
    (journal("Nature Communications"), &["Nat Commun"]),
    (journal("PASA"), &["Publications of the Astronomical Society of Australia"]),
    (journal("PASJ"), &["Publications of the Astronomical Society of Japan"]),
    (journal("PASP"), &["Publications of the Astronomical Society of the Pacific"]),
    (journal("PNAS"), &["Proceedings of the National Academy of Sciences"]),
    (journal("PVLDB"), &["Proceedings of the VLDB Endowment"]),
    (journal("Physical Review A"), &["PRA", "Phys Rev A"]),
    (journal("Physical Review B"), &["PRB", "Phys Rev B"]),
    (journal("Physical Review C"), &["PRC", "Phys Rev C"]),
    (journal("Physical Review D"), &["PRD", "Phys Rev D"]),
    (journal("Physical Review E"), &["PRE", "Phys Rev E"]),
    (journal("Physical Review Letters"), &["PRL", "Phys Rev Lett", "Phys Rev Letters"]),
    (journal("Physical Review Research"), &["PRR", "Phys Rev Research"]),
    (journal("Physical Review X"), &["PRX", "Phys Rev X"]),
    (journal("Proceedings of the IEEE"), &[]),
    (journal("TACL"), &["Transactions of the Association for Computational Linguistics", "Transactions of the ACL"]),
    (journal("TMLR"), &["Transactions on Machine Learning Research", "Transactions of Machine Learning Research"]),
];

/// A way to write a venue, in words.
#[derive(Debug)]
struct Spelling {
    words: Vec<&'static str>,
    row: &'static Row,
}

/// All spellings by the first two letters of their first words: [`place`].
static SPELLINGS: LazyLock<Vec<Vec<Spelling>>> = LazyLock::new(|| {
    let mut spellings: Vec<Vec<_>> = iter::repeat_with(Vec::new).take(1 << 10).collect();
    for row in CONFERENCES.iter().chain(JOURNALS) {
        let (venue, others) = row;
        for text in [venue.name].into_iter().chain(others.iter().copied()) {
            let words: Vec<_> = text.split([' ', '-']).collect();
            let place = words.first().map(|first| place(first.as_bytes())).unwrap_or_default();
            if let Some(alike) = spellings.get_mut(place) {
                alike.push(Spelling { words, row });
            }
        }
    }
    spellings
});

/// The place in [`SPELLINGS`] of those that begin like a text: the last five bits of its first two letters, in which a capital and a small one
/// are the same.
fn place(text: &[u8]) -> usize {
    let letter = |at: usize| usize::from(text.get(at).copied().unwrap_or_default() & 31);
    letter(0) << 5 | letter(1)
}

/// The spellings that may begin like a text.
fn spellings(text: &[u8]) -> &'static [Spelling] {
    SPELLINGS.get(place(text)).map_or(&[], Vec::as_slice)
}

/// Whether any word of `text` begins with the first word of a venue. Tells nearly as much as [`first`], for far less.
pub(super) fn may_be_named(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut is_inside = false;
    bytes.iter().enumerate().any(|(at, b)| {
        let was_inside = std::mem::replace(&mut is_inside, b.is_ascii_alphanumeric() || *b == b'&');
        is_inside && !was_inside && bytes.get(at..).is_some_and(begins_with_one)
    })
}

/// Whether a text begins with the first word of a venue, or with one of a workshop.
fn begins_with_one(text: &[u8]) -> bool {
    let mut first_words = spellings(text).iter().filter_map(|known| known.words.first());
    first_words.any(|word| {
        let (start, rest) = text.split_at_checked(word.len()).unwrap_or_default();
        let goes_on = rest.first().is_some_and(|b| b.is_ascii_alphabetic() && !matches!(b, b'W' | b'w'));
        !goes_on && start.eq_ignore_ascii_case(word.as_bytes())
    })
}

/// The first venue among `words`; of several that begin at the same word the one with the most words.
pub(super) fn first(words: &[Word<'_>]) -> Option<Found> {
    (0..words.len()).find_map(|from| at(words, from))
}

fn at(words: &[Word<'_>], from: usize) -> Option<Found> {
    let rest = words.get(from..)?;
    let first = rest.first()?.text;
    let written = spellings(first.as_bytes()).iter().filter(|known| is_written(&known.words, rest));
    if let Some(Spelling { words: spelled, row: (venue, _) }) = written.max_by_key(|known| known.words.len()) {
        return Some(Found { venue, from, to: from + spelled.len(), is_workshop: false });
    }
    let name = first.strip_suffix(['W', 'w'])?;
    let of_conference = |(venue, _): &&Row| venue.name == name && !venue.is_journal;
    let (venue, _) = spellings(name.as_bytes()).iter().map(|known| known.row).find(of_conference)?;
    Some(Found { venue, from, to: from + 1, is_workshop: true })
}

/// Whether `words` begin with a venue that is spelled so.
fn is_written(spelled: &[&str], words: &[Word<'_>]) -> bool {
    if let ([name], [first, rest @ ..]) = (spelled, words) {
        // In small letters only where a year follows: `cvpr 2026`.
        let is_dated = || rest.first().is_some_and(|next| next.is_number() && next.text.len() == 4);
        return *name == first.text || name.len() >= 4 && name.eq_ignore_ascii_case(first.text) && is_dated();
    }
    // Written out, a name may have an ampersand in the place of its `and`.
    let same = |(part, word): (&&str, &Word<'_>)| word.is(part) || *part == "and" && word.text == "&";
    spelled.len() <= words.len() && spelled.iter().zip(words).all(same)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::said::words::words;

    #[test]
    fn every_spelling_is_found() {
        for (venue, others) in CONFERENCES.iter().chain(JOURNALS) {
            for spelling in [venue.name].into_iter().chain(others.iter().copied()) {
                for text in
                    [format!("to appear in {spelling}"), format!("(éa {spelling} 2024)"), format!("{spelling}2024")]
                {
                    assert!(may_be_named(&text), "{text}");
                    let found = first(&words(&text)).unwrap_or_else(|| panic!("nothing in {text}"));
                    let is_it = found.venue.name == venue.name || spelling.contains(found.venue.name);
                    assert!(is_it || others.contains(&found.venue.name), "{}, but {text}", found.venue.name);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_found_may_be_named(text in r"([A-Za-z&é0-9]{0,3}[ .-]?|CVPRw|cvpr|A&A|ACL ?|Phys\. ?|Rev\. D|3DV|20[0-9]{2}|PRL){0,12}") {
            if first(&words(&text)).is_some() {
                prop_assert!(may_be_named(&text), "{text}");
            }
        }
    }
}
