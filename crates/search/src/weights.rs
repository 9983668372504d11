//! The numbers of the ranking formula, and where each comes from.
//!
//! The score of a paper is a convex combination of two normalised parts and a bonus (Bruch, Gai and Ingber 2023, "An Analysis of
//! Fusion Functions for Hybrid Retrieval", <https://arxiv.org/abs/2210.11934>):
//!
//! `score = (1 - share) * bm25f / best bm25f + share * max(0, cosine - floor) / max(best cosine - floor, span) + title bonus`
//!
//! `bm25f` is the simple BM25 over weighted fields of Robertson, Zaragoza and Taylor 2004 (<https://doi.org/10.1145/1031171.1031181>):
//! a word's frequency is `tf = sum over fields of weight * frequency / (1 - b + b * length / average length)`, and the word adds
//! `idf * tf * (k1 + 1) / (tf + k1)` with `idf = ln(1 + (N - n + 0.5) / (n + 0.5))`.
//!
//! Where the numbers come from: the share of meaning began at 0.4, the value of the prototype, which had been compared on test judgements too. All
//! numbers of the table were then checked on two things only: the 809 queries of scifact's training half (nDCG over the first
//! ten), and 691 titles of Daily Papers with every fifth word left out, asked among all 7,600 of them (mean reciprocal rank, MRR).
//! One number changed at a time, the others as they stand below:
//!
//! | number | nDCG@10 of the training half | MRR of titles |
//! |---|---|---|
//! | as they stand | 0.706 | 0.993 |
//! | `share` 0, 0.2, 0.3, 0.5, 0.6, 1 | 0.699, 0.706, 0.706, 0.699, 0.688, 0.524 | 0.990, 0.993, 0.994, 0.993, 0.993, 0.980 |
//! | `floor` -1, -0.5, 0.1, 0.2, 0.3 | 0.704, 0.703, 0.702, 0.698, 0.694 | 0.993, 0.993, 0.993, 0.993, 0.992 |
//! | `span` 0.1, 0.35, 0.5 | 0.706, 0.706, 0.705 | 0.993 each |
//! | `k1` 0.7, 0.9, 1.5, 2 | 0.706, 0.707, 0.704, 0.702 | 0.993 to 0.994 |
//! | title's weight 0.7, 1, 1.5, 2.5, 3 | 0.697, 0.701, 0.703, 0.707, 0.708 | 0.991, 0.992, 0.993, 0.993, 0.994 |
//! | title's `b` 0, 0.3, 0.9 | 0.706, 0.706, 0.705 | 0.992, 0.993, 0.994 |
//! | abstract's `b` 0.2, 0.4, 0.6, 0.75, 0.9 | 0.709, 0.707, 0.705, 0.705, 0.705 | 0.993 each |
//! | `near_title` 0, 0.25, 1 | 0.706 each | 0.985, 0.993, 0.994 |
//!
//! The weights of the second tier were looked at on the training half in the same way (nDCG@10, the whole formula but for the bonus of
//! titles, every paper read): without it 0.705; `share` 0.3, 0.4, 0.5, 0.6 with `floor` 0: 0.725, 0.732, 0.740, 0.738; with `floor` 0.1:
//! 0.729, 0.735, 0.739, 0.738; with 0.2: 0.731, 0.741, 0.738, 0.736.
//!
//! What was added to the text later was looked at in the same way, each beside the ones before it (nDCG@10 of the training half, without
//! the second tier, where not said otherwise):
//!
//! | what | nDCG@10 |
//! |---|---|
//! | before | 0.7057 |
//! | names in parts and together, Greek letters, plurals of initials | 0.7080 |
//! | `spelling` 0, 0.5, 1 | 0.7080, 0.7092, 0.7094 |
//! | `abbreviation` 0, 0.25, 0.5, 0.8, 1 | 0.7094, 0.7104, 0.7108, 0.7105, 0.7105 |
//! | `proximity` 0, 0.1, 0.2, 0.4 | 0.7108, 0.7115, 0.7099, 0.7077 |
//! | `proximity` 0, 0.1 in two tiers | 0.7415, 0.7417 |
//! | `exact` 0, 0.1, 0.2, 0.4 | 0.7108, 0.7134, 0.7148, 0.7122 |
//! | `exact` 0, 0.1, 0.2 in two tiers | 0.7415, 0.7417, 0.7400 |
//!
//! The MRR of titles is 0.993 to 0.994 with each. Half of what `exact` gives comes from the words' being in the title at all: any form of
//! them, weighted 0.2, gives 0.7130. `proximity` gains nothing that could be told from chance; it stands low, for papers alike in all else.
//!
//! `neighbours` was looked at there too, before the text of searches became what it is now (nDCG@10 by words and transformer): without it
//! 0.7391; with the 5, 8 and 15 nearest 0.2 gives 0.7411, 0.7425 and 0.7415, 0.3 gives 0.7410, 0.7412 and 0.7399. By the static table's vectors the same
//! loses (0.7051 without; 0.7034 with the 10 nearest at 0.2), so neighbours count as far as the second tier has read. Feedback by vectors (the
//! question moved towards the best 3, 5 or 10 papers by 0.1 to 0.4) gains nothing (0.7370 to 0.7399) and is left out.
//!
//! How many papers are compared was looked at there as well (nDCG@10 and recall@100, a prototype of the formula over the same vectors): the 100
//! best 0.7406 and 0.9569, which no neighbour can change; the 200 best 0.7408 and 0.9631, 300 0.7401 and 0.9607, 400 0.7389 and 0.9619.
//!
//! Feedback by words is left out too (RM3: Abdul-Jaleel et al., TREC 2004): 20 or 40 words of the best 5, 10
//! or 20 papers, with a share of 0.2 to 0.5, give 0.6803 to 0.7077 there where 0.7128 is had without (words and static table), and a recall of
//! the first hundred of 0.9392 to 0.9423 where 0.9386 is. Behind the first ten or twenty papers alone it does no harm and no good (0.7128, 0.9392
//! to 0.9423). That autoscholar's questions, which are test judgements, gain nothing by it either (recall 0.608 to 0.631, without it 0.631) was seen at the
//! same time.
//!
//! `blend` was looked at on the training half, and on 800 titles asked among 99,000 papers of conferences and daily lists, where the paper sought has
//! lost its title, so that its abstract must tell (words and transformer, without neighbours and bonus of titles):
//!
//! | `blend` | nDCG@10 of the training half | nDCG@10 and recall@100 of titles |
//! |---|---|---|
//! | 0 | 0.739 | 0.827, 0.984 |
//! | 0.1 | 0.740 | 0.826, 0.985 |
//! | 0.2 | 0.737 | 0.826, 0.985 |
//! | 0.3 | 0.734 | 0.823, 0.985 |
//! | 0.5 | 0.730 | 0.817, 0.978 |
//!
//! Neither tells anything below 0.2 from chance. It was looked at because the transformer alone loses to the table on autoscholar's questions, which are test
//! judgements; the last value of the plateau stands.
//!
//! `sentence`, the weight of what the nearest sentence is nearer than the whole paper where the first fifty papers are looked at once more, was
//! looked at there too, in a prototype with another runtime for the same network (nDCG@10 of two tiers; in brackets p by the paired
//! randomisation test). Without it 0.7418; 0.2, 0.4, 0.6, 0.8, 1: 0.7471 (0.02), 0.7491 (0.02), 0.7505 (0.03), 0.7468 (0.30), 0.7425 (0.89).
//! The nearest sentence's cosine itself gives more there, 0.7516 (0.001) at 0.4 and 0.7544 (0.001) at 0.8, but makes more of meaning as a
//! whole and of short texts, which scifact has none of: on cacm's judgements, where most papers are a title, it lost 0.044 (0.008). So it was
//! left, the one choice here that was made by test judgements; on the test halves it gains nothing either way (docs/SEARCH.md). The mean of the two or three nearest sentences is no better, nor is the
//! network's output for single word pieces, each piece of the question compared with the nearest of the paper (`MaxSim`, Khattab and
//! Zaharia 2020, <https://arxiv.org/abs/2004.12832>): 0.7485 (0.08) at best, and 0.7467 without idf and centring.
//!
//! `cited` was looked at on 1,500 titles of conference papers whose citations were counted, asked among 99,000 papers (words and static table): once the paper
//! sought had lost its title, so that its abstract must tell, and once every second word of the title was left out. A paper is looked for the more often
//! the better it is known, so each question counts alike, by the doublings of its paper's citations, or by the citations up to a thousand (nDCG@10):
//!
//! | `cited` | abstract must tell: alike, doublings, citations | half of the title: the same |
//! |---|---|---|
//! | 0 | 0.779, 0.755, 0.699 | 0.912, 0.901, 0.890 |
//! | 0.05 | 0.779, 0.760, 0.717 | 0.910, 0.901, 0.896 |
//! | 0.1 | 0.778, 0.763, 0.734 | 0.906, 0.902, 0.907 |
//! | 0.2 | 0.766, 0.761, 0.753 | not measured |
//!
//! The optimum by doublings stands (autoscholar's test questions had been asked with 0 and 0.05 by then). The formula of [`cited`](Weights::cited) is not part of the sum above, nor of the probability of relevance.
//!
//! The optimum is flat, so numbers in the middle of the plateau stand rather than the highest figure. What neither source can say is
//! set by judgement and not measured: keywords repeat the text, so half an occurrence each; a name among the authors should outweigh a
//! citation of it in an abstract, so one and a half; `whole_title` stands above every sum of the other parts (at most 1.5).

/// How a field counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldWeight {
    /// What one occurrence counts.
    pub weight: f32,
    /// How far a longer than average field makes an occurrence count less: 0 not at all, 1 in proportion.
    pub b: f32,
}

/// How the semantic part counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SemanticWeight {
    /// Its share, 0 to 1.
    pub share: f32,
    /// The cosine that counts as no nearness at all.
    pub floor: f32,
}

/// How papers that a query names (`like:`) move it: the factors of Rocchio's formula. The values are those of the textbook (Manning,
/// Raghavan and Schütze 2008, section 9.1.1); nothing here was measured to choose them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rocchio {
    /// Of the query's own vector.
    pub query: f32,
    /// Of the mean of the papers to be like.
    pub liked: f32,
    /// Of the mean of the papers to be unlike, which is taken away.
    pub disliked: f32,
}

/// From a score to the probability that a paper is relevant: logistic regression (Platt 1999) on the score, and on the cosine of the
/// nearest paper, which says whether the library holds anything of what is asked. One query's papers stay in the order of
/// their scores.
///
/// Fitted to the first ten papers of each of the 809 claims of scifact's training half, once among scifact's own papers (9 % of the papers
/// are relevant) and once among cranfield's, where nothing is; the expected calibration error is 0.018 and 0.014 there. What
/// is asked otherwise than a claim, or judged more generously, has other odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// The logit of a paper without score, in a library without anything near.
    pub constant: f32,
    /// What a whole point of score adds; above 0.
    pub score: f32,
    /// What a cosine of 1 of the nearest paper adds.
    pub nearest: f32,
}

/// How a topic is told from its examples (`find/topic.rs`). Looked at on 59 keywords that 30 to 200 of 7,600 Daily Papers have, with five
/// random papers of each as examples; that keyword field was not indexed. docs/SEARCH.md has the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopicWeights {
    /// The share of shared words in the score of many examples; of fewer, this times `1 - 1 / examples²`. The rest is the cosine.
    pub words: f32,
    /// How many features are taken, at most 16.
    pub features: usize,
    /// The mean of so many highest values is what a part of the score is divided by.
    pub best: usize,
    /// The line between what falls in a topic and what does not is this …
    pub line: f32,
    /// … and this times the mean score of the examples, each by what the others share …
    pub line_by_examples: f32,
    /// … and at least this.
    pub least: f32,
    /// The line of a single example, whose score is its cosine alone. A judgement: 1 is as near as the nearest twenty.
    pub single: f32,
}

/// All numbers of the formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// BM25's saturation: how soon further occurrences of a word stop to matter.
    pub k1: f32,
    /// The title.
    pub title: FieldWeight,
    /// The abstract.
    pub abstract_text: FieldWeight,
    /// The keywords.
    pub keywords: FieldWeight,
    /// The authors' names.
    pub authors: FieldWeight,
    /// Another spelling of a name: what an occurrence counts, as a share of one as typed.
    pub spelling: f32,
    /// An abbreviation in place of what it stands for, or the other way round: what an occurrence counts, as a share.
    pub abbreviation: f32,
    /// What words count that stand beside one another as in the query, as a share of what a word counts.
    pub proximity: f32,
    /// What a word adds that a title or keyword holds as it was typed, as a share of its weight.
    pub exact: f32,
    /// The semantic part by the static table.
    pub shallow: SemanticWeight,
    /// The semantic part by the second tier.
    pub deep: SemanticWeight,
    /// The share of the static table in the cosine of a paper that the second tier has read.
    pub blend: f32,
    /// The probability of relevance where papers are found by the static table, and where by the second tier; `None` where the other
    /// numbers are not those that it was fitted to.
    pub calibration: Option<[Calibration; 2]>,
    /// The least difference between the best cosine and `floor` for the semantic part to have its full share.
    pub span: f32,
    /// How far the score of a paper is drawn towards those of its neighbours, 0 to 1, where the second tier has read them.
    pub neighbours: f32,
    /// What a nearest sentence adds whose cosine is 1 higher than the whole paper's, where the best papers are looked at once more.
    pub sentence: f32,
    /// What a paper of today gets where the words ask for recent ones (*latest*, *recent*); half of it half a year later. A judgement: it
    /// outweighs about what lies between the first and the tenth paper of an answer.
    pub recency: f32,
    /// What a paper gets that a thousand works or more cite; fewer count by their doublings: `cited * min(1, log2(1 + citations) / 10)`.
    pub cited: f32,
    /// What a title adds that shares all its words with the query; less where fewer are shared, nothing at half of them.
    pub near_title: f32,
    /// What a title adds that is the query, letter for letter but for case and punctuation.
    pub whole_title: f32,
    /// How named papers move the query.
    pub rocchio: Rocchio,
    /// How topics are told from their examples.
    pub topic: TopicWeights,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            k1: 1.2,
            title: FieldWeight { weight: 2.0, b: 0.6 },
            abstract_text: FieldWeight { weight: 1.0, b: 0.5 },
            keywords: FieldWeight { weight: 0.5, b: 0.5 },
            authors: FieldWeight { weight: 1.5, b: 0.3 },
            spelling: 1.0,
            abbreviation: 0.5,
            proximity: 0.05,
            exact: 0.1,
            shallow: SemanticWeight { share: 0.4, floor: 0.0 },
            deep: SemanticWeight { share: 0.5, floor: 0.1 },
            blend: 0.2,
            calibration: Some([
                Calibration { constant: -16.4, score: 14.4, nearest: 4.5 },
                Calibration { constant: -14.1, score: 14.0, nearest: 1.3 },
            ]),
            span: 0.25,
            neighbours: 0.25,
            sentence: 0.5,
            recency: 0.2,
            cited: 0.1,
            near_title: 0.5,
            whole_title: 2.0,
            rocchio: Rocchio { query: 1.0, liked: 0.75, disliked: 0.15 },
            topic: TopicWeights {
                words: 0.85,
                features: 15,
                best: 20,
                line: 0.3,
                line_by_examples: 0.4,
                least: 0.45,
                single: 0.8,
            },
        }
    }
}

impl Weights {
    /// The weight of the semantic part where the second tier has read this share of the papers, 0 to 1.
    pub(crate) fn semantic(&self, read: f32) -> SemanticWeight {
        let between = |shallow: f32, deep: f32| shallow + (deep - shallow) * read;
        SemanticWeight {
            share: between(self.shallow.share, self.deep.share),
            floor: between(self.shallow.floor, self.deep.floor),
        }
    }

    /// The calibration where the second tier has read this share of the papers, 0 to 1.
    pub(crate) fn calibration(&self, read: f32) -> Option<Calibration> {
        let [shallow, deep] = self.calibration?;
        let between = |shallow: f32, deep: f32| shallow + (deep - shallow) * read;
        Some(Calibration {
            constant: between(shallow.constant, deep.constant),
            score: between(shallow.score, deep.score),
            nearest: between(shallow.nearest, deep.nearest),
        })
    }
}

impl Calibration {
    /// The probability that a paper of that score is relevant, where the nearest paper has that cosine.
    pub(crate) fn probability(&self, score: f32, nearest: f32) -> f32 {
        let logit = self.constant + self.score * score + self.nearest * nearest;
        1.0 / (1.0 + (-logit).exp())
    }
}
