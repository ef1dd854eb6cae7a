#pragma once
// Every bound of the system. Whoever goes over a bound gets a clear answer; the sums that tie the bounds together are
// asserted here.

#include <cstddef>
#include <cstdint>

namespace wangge::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;

// Texts of a demand. 4,000 code points is the city's rule (and Open311's); a code point has at most four bytes.
inline constexpr std::uint32_t text_code_points_max = 4'000;
inline constexpr std::uint32_t text_bytes_max = 4 * text_code_points_max;
inline constexpr std::uint32_t contact_bytes_max = 255;
inline constexpr std::uint32_t reference_bytes_max = 255;
inline constexpr std::uint32_t attachments_bytes_max = 2'000;
// The extra questions of a category (附加问题), the texts of questions and choices, and the answers of a demand: one
// line each, `code=value`. In the log a choice that was given by its number is spelled out.
inline constexpr int questions_max = 16, choices_max = 16;
inline constexpr std::size_t question_code_bytes_max = 32, question_bytes_max = 240, choice_bytes_max = 48;
inline constexpr std::uint32_t answer_bytes_max = 200;
inline constexpr std::uint32_t answers_bytes_max = 3'000;
inline constexpr std::uint32_t answers_kept_bytes_max = answers_bytes_max + questions_max * choice_bytes_max;
inline constexpr std::uint32_t command_text_bytes_max =
    text_bytes_max + reference_bytes_max + attachments_bytes_max + answers_kept_bytes_max;

// A batch of the log is one value under one key.
inline constexpr std::size_t batch_events_max = 1'024;
inline constexpr std::size_t batch_text_bytes_max = 256 * kib;
inline constexpr std::size_t batch_blob_bytes_max = 256 * kib;
// One command's events lie in one batch: at most two interned lists, the fact, the demand that was split off or the
// head that it is joined to, a hot spot and a storm; the rest of the room is for who is told of it.
inline constexpr std::size_t command_events_max = 12;
// Notices that are neither delivered nor given up: some 100 bytes each. Beyond this bound nobody more is told; the
// demands still stand in their queues.
inline constexpr std::size_t notices_pending_max = 100'000;
// Demands in one group of notices; the group names each: 8 bytes and a place in the message. Beyond this bound another
// group begins.
inline constexpr std::size_t notice_members_max = 200;
inline constexpr std::size_t command_blob_bytes_max = 64 * kib;
static_assert(command_events_max <= batch_events_max);
static_assert(command_text_bytes_max <= batch_text_bytes_max);
static_assert(command_blob_bytes_max <= batch_blob_bytes_max);

// A frame that a terminal sends.
inline constexpr std::size_t frame_bytes_max = 1 * mib;
inline constexpr std::size_t commands_per_frame_max = 1'024;
static_assert(commands_per_frame_max * questions_max * choice_bytes_max <= 768 * kib);
static_assert(command_text_bytes_max <= 22 * kib);

// A group of batches is one write and one sync; one group is written while the next one gathers. No frame is begun when
// a group has gathered its batches, and a frame's own can end a batch by events (12 × 1,024 in all), by text (1 MiB,
// and 768 KiB of choices spelled out, in steps of at least 256 - 22 KiB) or by blob (1 MiB and its lists in steps of at
// least 192 KiB): 12 + 7 + 6, and the one begun. Due demands are taken in portions that add no more than half of
// `frame_batches_max`.
inline constexpr std::size_t gather_batches_max = 16;
inline constexpr std::size_t frame_batches_max = 26;
inline constexpr std::size_t group_batches_max = gather_batches_max + frame_batches_max;
// A group of this many facts need not wait until the one before it is synced: it is encoded and written meanwhile.
// Smaller groups wait, and grow, since each costs a sync and two wake-ups of the log's threads.
inline constexpr std::size_t hand_over_events = batch_events_max / 2;
inline constexpr std::size_t groups_under_way_max = 2;  // handed over and not yet synced
// How often a running log looks whether its files are still the ones that it writes: facts acknowledged between two
// looks may be lost with the files.
inline constexpr int files_looked_at_every_s = 5;

// The journal has four segments: one is written while two are being made into tables, and one is spare. A segment has
// room for any group: besides its texts a fact takes at most 256 bytes of its batch, 32 for a commitment, and a salted
// contact.
inline constexpr std::size_t journal_segments = 4;
inline constexpr std::size_t journal_segment_bytes = 64 * mib;
static_assert(group_batches_max * (batch_text_bytes_max + batch_blob_bytes_max +
                                   batch_events_max * (256 + 32 + 16 + contact_bytes_max)) <
              journal_segment_bytes - mib);

// What a session may have under way (its credit), and thereby how far back repeats are known number by number.
inline constexpr std::size_t session_frames_max = 16;
inline constexpr std::size_t session_commands_max = 4'096;
inline constexpr std::size_t session_bytes_max = 2 * mib;
static_assert(session_commands_max >= commands_per_frame_max && session_bytes_max >= frame_bytes_max);
// Beyond that window one position is kept for each `sequence_mark_every` numbers.
inline constexpr std::uint32_t sequence_mark_every = 1'024;
inline constexpr std::size_t sequence_marks_max = 4'096;

// Accounts and sessions. A session holds 12 bytes for each number of its window: 4,096 × 4,096 × 12 = 192 MiB at the
// very most. Where an account has all its spools, the one used least lately makes way for a new one once it has not
// been used for `spool_days`: as long as a spool keeps what was acknowledged.
inline constexpr std::size_t accounts_max = 65'536;
inline constexpr std::size_t sessions_max = 4'096;
inline constexpr std::size_t spools_per_account_max = 64;
inline constexpr int spool_days = 7;
// More facts a second than any machine makes: this bound tells which positions a log that was lost could have given.
inline constexpr std::uint64_t facts_per_second_max = 10'000'000;
inline constexpr std::size_t connections_max = 2'048;
inline constexpr std::size_t rights_bytes_max = 16 * kib;

// Connections and descriptors. The program raises its limit of open files to the hard one before it listens. Not for
// connections are the files open at that moment and a reserve: `descriptors_kept_min`, or a quarter of the limit where
// that is more. The reserve is for the log, whose tables take one descriptor each for ever, for attachments and
// notices, and for the connection that is told that there are too many. With a limit of 1,024 some 700 connections are
// left, with 4,096 or more all 2,048.
inline constexpr std::size_t descriptors_kept_min = 256;
inline constexpr std::size_t descriptors_kept_share = 4;  // one of this many
inline constexpr std::size_t connections_min = 64;        // with fewer there is no use in listening
// Strangers: connections that were not welcomed yet, and those that are ending. Where strangers are too many, or all
// connections are taken, the oldest stranger of the source that has the most makes way. All terminals of a city may
// come from one address, and all at once after a restart, so a source may have 512 and a quarter more. Each stranger
// costs a descriptor and some 6 KiB until it is welcomed: 6 MiB in all. Welcomed connections are not bounded by source
// but by their account, one connection a spool.
inline constexpr std::size_t strangers_max = 1'024;
inline constexpr std::size_t strangers_per_source_max = 640;
// The frame of a hello: a token, a spool, a witness and the name of a software, some 200 bytes. No larger frame is
// taken before the welcome.
inline constexpr std::size_t hello_bytes_max = 4 * kib;
static_assert(strangers_per_source_max < strangers_max && strangers_max < connections_max &&
              hello_bytes_max < frame_bytes_max);

// How many wrong look-up codes are looked at before codes are refused for a time. The first `free` wrong codes cost no
// wait; each one after them makes wait, `first_wait` seconds at first and twice as long every time, up to
// `longest_wait`. Each `longest_wait` that passes without a wrong code forgives one.
struct TryBound {
  std::uint32_t free, first_wait, longest_wait;

  constexpr std::uint32_t wait_after(std::uint32_t wrong) const {
    std::uint32_t wait = wrong < free ? 0 : first_wait;
    for (; wrong > free && wait < longest_wait; --wrong) wait *= 2;
    return wait < longest_wait ? wait : longest_wait;
  }
  // How many wrong codes are looked at within this many seconds, at the most.
  constexpr std::uint32_t wrong_within(std::uint32_t seconds) const {
    std::uint32_t wrong = free;
    for (; seconds >= wait_after(wrong); ++wrong) seconds -= wait_after(wrong);
    return wrong;
  }
};
// One account at one number: a resident who mistypes three times waits 5 s, then 10. There are 999,999 codes, so
// whoever is after one demand guesses its code with a chance of 17 in a million on the first day, and 46 in a million
// within 30 days.
inline constexpr TryBound tries_of_account_at_number{3, 5, 86'400};
// One number, whoever tries: many accounts together guess its code with a chance of 62 in a million a day, plus one try
// of each account.
inline constexpr TryBound tries_at_number{30, 5, 3'600};
// One account at all numbers: a station's residents mistype some 25 times a day. Whoever is after any demand at all
// finds one with a chance of 123 in a million a day, and stands in the log from the first minute. Nobody waits longer
// than 15 minutes for what others at the same terminal did.
inline constexpr TryBound tries_of_account{20, 5, 900};
// One source: all stations of a city may come from one address, so the bound suits many accounts at once: under 2,000
// wrong codes a day.
inline constexpr TryBound tries_of_source{400, 1, 60};
inline constexpr std::uint32_t day_seconds = 86'400;
static_assert(tries_of_account_at_number.wrong_within(day_seconds) <= 17 &&
              tries_of_account_at_number.wrong_within(30 * day_seconds) <= 46);
static_assert(tries_at_number.wrong_within(day_seconds) <= 62 && tries_of_account.wrong_within(day_seconds) <= 123);
static_assert(tries_of_source.wrong_within(day_seconds) < 2'000);
// How many entries of each kind are counted at a time, some 60 bytes each: 4 MiB in all. To push an entry out takes as
// many wrong codes as 130 accounts may try in a day.
inline constexpr std::size_t tries_kept_max = 16'384;
inline constexpr std::uint32_t tries_told_every_seconds = 60;

// The inbox: beyond these bounds the answer is "busy". 64 terminals with two frames of 1,024 commands each under way
// are 131,072 commands.
inline constexpr std::size_t inbox_frames_max = 4'096;
inline constexpr std::size_t inbox_commands_max = 262'144;
inline constexpr std::size_t inbox_bytes_max = 128 * mib;
inline constexpr std::uint32_t busy_retry_ms = 50;
// Beyond the bounds of the inbox each connection still has room for a share, so that many who flood do not shut out one
// who sends little: half as many commands again and 32 MiB of texts at the very most.
inline constexpr std::size_t inbox_share_frames = session_frames_max;
inline constexpr std::size_t inbox_share_commands = 64;
inline constexpr std::size_t inbox_share_bytes = 16 * kib;
static_assert(connections_max * inbox_share_commands <= inbox_commands_max / 2);
static_assert(connections_max * inbox_share_bytes <= inbox_bytes_max / 4);

// Requests from other threads wait at the door until the engine's thread takes them in, once a turn; behind each,
// somebody waits for the answer.
inline constexpr std::size_t door_entries_max = 4'096;

// Demands in memory: 118 bytes each, 12 more where a road is named and 12 where an asset or a door is, so 100 million
// are 14.2 GB at the most of a machine of 24 GiB.
inline constexpr std::size_t demands_max = 100'000'000;
// At most half of a turn's budget goes to deadlines, so that submitting goes on.
inline constexpr std::size_t turn_commands_max = gather_batches_max * batch_events_max;
inline constexpr std::size_t turn_expiries_max = turn_commands_max / 2;
inline constexpr std::size_t expiries_portion = 512;
static_assert(expiries_portion * command_events_max / batch_events_max <= frame_batches_max / 2);

// Situations that are in force, and changes to all demands (jobs) that are under way. A turn looks at `turn_job_looks`
// demands for a job, which takes some milliseconds.
inline constexpr std::size_t situations_in_force_max = 256;
inline constexpr std::size_t jobs_max = 64;
inline constexpr std::size_t turn_job_looks = 4'096;

// Summonses (吹哨): the organisations of one summons, and how many summonses are under way or wait to be rated, some
// 300 bytes each. Where those under way leave no room, the oldest one that only waits to be rated makes way.
inline constexpr std::size_t summoned_max = 8;
inline constexpr std::size_t summonses_max = 4'096;
static_assert(summonses_max <= turn_expiries_max);

// The rows of a configuration. A province has some 200,000 grids; its posts and places stay well below the bound.
inline constexpr std::size_t configuration_rows_max = 20'000'000;
inline constexpr std::size_t row_bytes_max = 16 * kib;
// The bytes of all rows together, as they are sent: the bound allows 100 bytes a row, and a city's rows have some 60.
// While rows are staged they take two to three times that in memory.
inline constexpr std::size_t configuration_bytes_max = std::size_t{2'048} * mib;
// The corners of an outline, or the points along a road: a point takes 23 bytes of its row, "-122.781234 -45.341234;",
// and a grid's code is short. In memory a point takes 8 bytes, so all take 134 MB at the most: 64 corners for each of a
// province's grids, and roads.
inline constexpr std::size_t ring_points_max = 700;
inline constexpr std::size_t outlines_max = 262'144;
inline constexpr std::size_t ground_points_max = 16'777'216;
static_assert(ring_points_max * 23 <= row_bytes_max - 256);
// Assets (部件) and doors (户). A door takes some 175 bytes in memory (its row 8, its name 32, its code 80, the code's
// entry in the book 55), so a million are 175 MB, and 220 MB more for their rows while they are adopted. An asset,
// whose code stands beside its name too, takes some 300 bytes. In all 1 GB at the most.
inline constexpr std::size_t assets_max = 1'000'000;
inline constexpr std::size_t doors_max = 4'000'000;
static_assert(assets_max + doors_max <= configuration_rows_max);
// Duty rosters (值班表): how many days a turn lasts, and how many people take turns, each with a code of at most 120
// bytes in a row. A roster is shown for `roster_weeks_max` weeks at a time, with a turn a day and a third as many
// shifts beside.
inline constexpr std::size_t rotation_days_max = 31;
inline constexpr std::size_t rotation_people_max = 128;
static_assert(rotation_people_max * 120 <= row_bytes_max - 256);
inline constexpr std::size_t roster_weeks_max = 52;
inline constexpr std::size_t roster_rows_max = 500;
static_assert(roster_weeks_max * 7 * 4 / 3 <= roster_rows_max);
// A keyword of a category: sixteen Chinese characters, and what it may weigh for or against. Only the first
// `classified_code_points_max` of a subject and of a text are looked through for keywords: whoever says what a demand
// is about says it before.
inline constexpr std::size_t keyword_bytes_max = 48;
inline constexpr int keyword_weight_max = 9;
inline constexpr std::size_t classified_code_points_max = 2'000;
// Hot spots: how many demands at most a city may ask for before a spot is hot, within how many minutes a storm is
// looked for, and how many rows the list of hot spots has.
inline constexpr std::size_t hotspot_demands_max = 9, hotspot_kept_max = hotspot_demands_max - 1;
inline constexpr std::size_t storm_minutes_max = 15;
inline constexpr std::size_t hotspot_rows_max = 500;
// Counters that stay for ever: spots with a class, and communities with a category, 70 bytes each, so 1.2 GB at the
// most. A city of 5,000 buildings has some 100,000; beyond the bound no new ones are begun.
inline constexpr std::size_t spots_max = 8'000'000;
// Of one demand: the demands joined to it, and the helpers of its lead.
inline constexpr std::size_t members_max = 100'000;
inline constexpr std::size_t assistants_max = 4;
// Leads that a demand was taken from because they did not accept it in time, 16 bytes each: 128 bytes at the most for a
// demand that nobody accepts, as many as a chain may have posts.
inline constexpr std::size_t lost_leads_max = 8;
inline constexpr std::size_t offers_max = 16;
inline constexpr std::size_t volunteers_offered_max = 3;
static_assert(row_bytes_max <= command_blob_bytes_max && rights_bytes_max <= command_blob_bytes_max);

// Queues that are watched (boards): how many by one session, how many different ones, and how many changed demands are
// kept between two looks (8 MiB); beyond that all boards are looked through again. A watcher is told at most once every
// `watch_period_ms`.
inline constexpr std::size_t session_watches_max = 8;
inline constexpr std::size_t boards_max = 1'024;
// One account may have 64 sessions with 8 watches each. It may watch this many different boards, and may begin no more
// once this many demands stand in them, so that it takes a thirty-second of the boards and a quarter of the room.
inline constexpr std::size_t account_boards_max = boards_max / 32;
inline constexpr std::size_t account_board_members_max = 1'000'000;
static_assert(account_boards_max >= 4 * session_watches_max);
// No more boards are watched once this many demands stand in all of them, a demand counted once for each board that it
// stands in: some 120 bytes each.
inline constexpr std::size_t board_members_max = 4'000'000;
static_assert(4 * account_board_members_max <= board_members_max);
inline constexpr std::size_t changes_kept_max = 1'048'576;
inline constexpr std::uint32_t watch_period_ms = 100;

// How many of the newest open demands of a place, asset or door are looked at for similar ones: some 0.1 µs each.
inline constexpr std::size_t similar_looks_max = 4'096;

// Attachments. A photo of a telephone has 2 to 8 MiB, a minute of video 15. A chunk leaves room in a frame, and several
// fit in the credit. An attachment that is under way lies on the disk until it is whole, 1.3 GB in all at the very
// most; one that has been idle for `attachment_idle_seconds` makes way. The log lies on the same disk:
// `attachments_free_bytes_min` always stay free for its segments and tables.
inline constexpr std::size_t attachment_bytes_max = 20 * mib;
inline constexpr std::size_t attachment_chunk_bytes_max = 256 * kib;
inline constexpr std::size_t demand_attachments_max = 64;
inline constexpr std::size_t attachments_under_way_max = 64;
inline constexpr std::size_t account_attachments_under_way_max = 8;
inline constexpr std::uint32_t attachment_idle_seconds = 600;
inline constexpr std::size_t attachments_free_bytes_min = 2'048 * mib;
static_assert(4 * attachment_chunk_bytes_max <= frame_bytes_max && 4 * attachment_chunk_bytes_max <= session_bytes_max);
static_assert(attachments_free_bytes_min > 2 * journal_segments * journal_segment_bytes);
// Chunks, and parts that were asked for, that wait for the store's thread: beyond this bound the answer is "busy". One
// account may take half.
inline constexpr std::size_t attachments_waiting_bytes_max = 32 * mib;
// How long the store goes without checking a file again, unless the file was touched: checking 20 MiB takes some 20 ms.
inline constexpr std::uint32_t attachment_verified_seconds = 600;
inline constexpr std::size_t attachments_verified_max = 4'096;

// Questions that are answered from the log. Questions of about 1 KiB each wait up to this bound, half of it for one
// account; beyond it the answer is "busy". A turn of one question looks at `log_turn_looks` facts or takes
// `log_turn_bytes` from the disk, some milliseconds; then it is the next account's turn. At most `side_thread_done_max`
// answers wait for the engine's thread.
inline constexpr std::size_t log_reader_waiting_bytes_max = 8 * mib;
inline constexpr std::size_t log_turn_looks = 128;
inline constexpr std::size_t log_turn_bytes = 4 * mib;
inline constexpr std::size_t side_thread_done_max = 64;
// A command number that lies before the window of its session is sought by reading the log on; this many facts for one
// frame at the most.
inline constexpr std::size_t repeat_looks_max = 65'536;

// The fields of a described command, fact or question: some texts of a few hundred bytes and lists of some hundred ids.
inline constexpr std::size_t described_bytes_max = 16 * kib;
static_assert(2 * described_bytes_max <= command_blob_bytes_max);
// Notes on places (地点备注): one a place, 200 Chinese characters, so 13 MB at the most.
inline constexpr std::uint32_t place_note_code_points_max = 200;
inline constexpr std::size_t place_notes_max = 20'000;
inline constexpr std::size_t place_note_rows_max = 500;

// How many bytes of a name an answer shows, and how many of a value in what two configurations differ in: nobody would
// call a longer text a name. Longer ones are cut, so that every answer fits a frame.
inline constexpr std::size_t told_name_bytes_max = 240;
inline constexpr std::size_t told_difference_bytes_max = 160;
// The rows of a question that is answered between two turns.
inline constexpr std::size_t question_rows_max = 1'000;
// How many facts a question reads from the log in all, for the demands that it names and that left memory: eight each.
// The answer says what was left out.
inline constexpr std::size_t question_looks_max = 8 * question_rows_max;
// How many people a connection remembers having been told of; a history names 1,000 at the most. 8 KiB.
inline constexpr std::size_t told_people_max = 1'024;

// How far ahead of its adoption a configuration may come into force.
inline constexpr int effective_ahead_days_max = 366;
// How many differences of each kind are told of a configuration that is proposed, and how many demands are looked at to
// say which it would move: some 20 ms.
inline constexpr std::size_t differences_of_a_kind_max = 20;
inline constexpr std::size_t proposal_looks_max = 65'536;

}  // namespace wangge::limits
