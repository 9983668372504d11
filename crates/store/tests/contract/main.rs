//! What every backend must do, written once. SQLite runs in a temporary folder; PostgreSQL at `NEWSSTAND_TEST_POSTGRES`
//! (see `scripts/postgres`), in a schema of its own for each test.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what the tests of both databases call is code of tests"
)]

mod alerts;
mod changes;
mod concurrency;
mod harness;
mod hostile;
mod letters;
mod lists;
mod merge;
mod one_paper;
mod opening;
mod papers;
mod plans;
mod post;
mod readers;
mod real;
mod real_papers;
mod returns;
mod said;
mod searches;
mod shelves;
mod topics;

macro_rules! tests {
    ($backend:ident: $($module:ident::$test:ident,)+) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            crate::harness::run(crate::harness::Backend::$backend, crate::$module::$test).await;
        })+
    };
}

macro_rules! contract {
    ($name:ident, $backend:ident) => {
        mod $name {
            tests! { $backend:
                papers::reads_back_what_was_written,
                papers::finds_a_paper_under_all_its_ids,
                papers::returns_papers_in_the_order_of_the_keys,
                papers::reads_papers_on_the_calling_thread,
                papers::replaces_a_paper_as_a_whole,
                papers::finds_candidates_by_id_and_title,
                papers::refuses_to_give_an_id_away,
                papers::refuses_the_same_paper_twice_in_a_batch,
                papers::refuses_a_paper_that_does_not_exist,
                papers::does_nothing_for_an_empty_batch,
                papers::finds_settings_by_how_they_begin,
                papers::remembers_settings,
                papers::exchanges_a_setting_with_one_of_many,
                one_paper::finds_papers_by_likeness,
                one_paper::a_title_of_very_many_tells_none,
                one_paper::writes_down_what_was_put_together,
                one_paper::keeps_doubts_until_somebody_settles_them,
                one_paper::knows_how_papers_stand,
                one_paper::makes_the_keys_of_a_database_that_had_none,
                said::remembers_who_said_what_and_when,
                said::finds_known_records_of_several_sources,
                said::keeps_observations_by_source_and_moment,
                lists::counts_the_papers_of_each_day,
                lists::orders_a_day_by_rank,
                lists::keeps_the_first_of_a_day,
                lists::shows_a_paper_once_with_its_newest_day,
                lists::orders_by_votes,
                lists::orders_and_filters_by_primary_category,
                lists::pages_cover_a_list_exactly,
                lists::a_later_rank_replaces_an_earlier_one,
                lists::a_new_primary_category_reaches_the_lists,
                lists::offers_trend_candidates_with_their_newest_day,
                lists::an_empty_store_has_empty_answers,
                shelves::shows_the_newest_paper_first,
                shelves::follows_a_paper_that_changes,
                shelves::counts_a_name_given_twice_once,
                shelves::lists_categories_and_organizations_by_size,
                shelves::pages_through_a_shelf,
                shelves::shows_the_most_voted_first_where_asked,
                changes::tells_what_changed_in_order,
                changes::keeps_silent_when_asked,
                merge::moves_everything_to_the_paper_that_stays,
                merge::keeps_what_both_papers_have_once,
                merge::refuses_papers_that_do_not_exist,
                merge::who_was_sent_one_was_sent_both,
                post::letters_go_by_their_moment_and_those_that_somebody_waits_for_first,
                post::what_was_not_tried_loses_no_try,
                post::two_who_take_never_take_the_same,
                post::letters_are_counted_by_how_they_stand,
                post::subscriptions_are_read_many_at_once,
                readers::one_reader_has_one_memory,
                readers::who_never_confirmed_is_forgotten,
                readers::a_private_feed_is_found_by_its_word,
                readers::carries_over_what_was_sent_before_there_were_readers,
                letters::are_queued_once_a_date_with_what_is_in_them,
                letters::are_due_until_they_are_put_off,
                returns::what_came_back_counts_once_and_goes_with_its_subscription,
                returns::resting_subscriptions_and_suppressed_addresses_are_listed,
                returns::who_asks_is_counted_for_an_hour_and_salted_for_a_day,
                searches::searches_of_several_days_add_up,
                alerts::keeps_alerts_as_they_were_made,
                alerts::tells_a_paper_once,
                alerts::takes_the_messages_of_an_alert_one_after_another,
                alerts::keeps_the_last_attempts,
                alerts::who_was_told_of_one_was_told_of_both,
                topics::keeps_names_and_judgements,
                topics::each_slug_is_one_topics,
                topics::a_removed_topic_leaves_nothing,
                topics::every_write_of_topics_is_a_change,
                topics::a_merged_paper_takes_its_judgements_along,
                concurrency::leaves_no_trace_of_a_dropped_transaction,
                concurrency::readers_do_not_wait_for_a_writer,
                concurrency::two_writers_lose_nothing,
                concurrency::a_follower_of_the_log_misses_nothing,
                concurrency::several_processes_may_open_a_new_database_at_once,
                hostile::keeps_strange_texts,
                hostile::leaves_out_nul_characters,
                hostile::keeps_extreme_numbers,
                hostile::writes_ten_thousand_papers_at_once,
                hostile::answers_absurd_windows,
                opening::keeps_everything_when_opened_again,
                opening::leaves_whole_files_when_closed,
                opening::closes_after_the_last_writer,
                opening::refuses_a_database_of_a_newer_program,
                real_papers::hold_together,
            }
        }
    };
}

contract!(sqlite, Sqlite);
contract!(postgres, Postgres);
