//! From what was meant, and what the tools have answered so far, to the next step.

mod act;
mod calls;
mod show;

use jiff::Zoned;
use serde_json::{Value, json};

use super::memory::{Exchange, Memory, Pending, is_change};
use super::read::{read, task};
use super::reply::Reply;
use super::said::{Said, Which};
use crate::agent::{MAX_MODEL_CALLS, MAX_TOOL_CALLS};
use crate::tools::{AddList, AddTask, Answer, TaskView};

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// Call tools.
    Call(Vec<(&'static str, Value)>),
    /// Say something; the turn is over.
    Say(Box<Reply>),
}

/// One command, and what is known for carrying it out.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    /// The words of the command.
    said: &'a str,
    /// What the tools have answered to it.
    answers: &'a [Answer],
    memory: &'a Memory,
    now: &'a Zoned,
}

fn say(reply: Reply) -> Step {
    Step::Say(Box::new(reply))
}

fn failed(answer: &Answer) -> Reply {
    answer.error.clone().map_or(Reply::NothingAsked, Reply::Failed)
}

/// The next step of `exchange`.
pub(super) fn step(exchange: &Exchange<'_>, memory: &Memory, now: &Zoned) -> Step {
    let scene = Scene { said: exchange.said.trim(), answers: &exchange.answers, memory, now };
    match read(exchange.said, &memory.pending, now) {
        Said::Several(commands) => several(&commands, &scene),
        said => one(&said, &scene),
    }
}

fn one(said: &Said, scene: &Scene<'_>) -> Step {
    let Scene { said: words, answers, memory, now } = *scene;
    match said {
        Said::Add(tasks) => add(tasks, scene),
        Said::AddNothing(due) => say(Reply::AskTitle(due.clone())),
        Said::AddList(name) if name.is_empty() => say(Reply::AskListName),
        Said::AddList(name) => change(scene, vec![("add_list", json!(AddList { name: name.clone() }))]),
        Said::Elsewhere => say(Reply::Elsewhere),
        Said::Show(showing) => show::show(showing, answers, false, now),
        Said::Count(showing) => show::show(showing, answers, true, now),
        Said::Next => show::next(answers),
        Said::Plan(day) => show::plan(*day, answers, now),
        Said::Lists => show::lists(answers),
        Said::Labels => show::labels(answers),
        Said::IsDone(words) => show::is_done(words, answers),
        Said::Act { verb, which } => act::act(verb, which, scene),
        Said::OneOf(readings) => act::one_of(readings, scene),
        Said::Put { words, list, new } => act::put(words, list, new, scene),
        Said::NotADay(text) => say(Reply::NotADay(text.clone())),
        Said::NoDay(words) => say(Reply::AskDay(words.clone())),
        Said::NoTitle(words) => say(Reply::AskNewTitle(words.clone())),
        Said::Undo => change(scene, vec![("undo", json!({}))]),
        Said::Redo => change(scene, vec![("redo", json!({}))]),
        Said::Help => say(Reply::Help),
        Said::Greeting => say(Reply::Greeting),
        Said::Thanks => say(Reply::Welcome),
        Said::Date => say(Reply::Date),
        Said::Time => say(Reply::Time),
        Said::No => say(if memory.pending == Pending::Nothing { Reply::NothingAsked } else { Reply::LeftAlone }),
        Said::Yes => agree(scene),
        Said::Pick(which) => pick(which, scene),
        Said::TooLong => say(Reply::TooLong),
        Said::Several(_) | Said::Unknown => say(Reply::Unknown(words.to_owned())),
    }
}

/// One command after the other. What the tools have answered is dealt out again from the start each time: each command takes the answers
/// to the calls that it makes.
fn several(commands: &[(String, Said)], scene: &Scene<'_>) -> Step {
    let mut memory = scene.memory.clone();
    let (mut replies, mut start, mut asked) = (Vec::new(), 0, 0);
    for (index, (words, said)) in commands.iter().enumerate() {
        let rest = |from: usize| commands.iter().skip(from).map(|(words, _)| words.clone()).collect::<Vec<_>>();
        let mut taken = 0;
        let reply = loop {
            let answers = scene.answers.get(start..start + taken).unwrap_or_default();
            match one(said, &Scene { said: words, answers, memory: &memory, now: scene.now }) {
                Step::Say(reply) => break *reply,
                // One question to the provider is left for saying how it went.
                Step::Call(_) if asked + 1 >= MAX_MODEL_CALLS => break Reply::Rest(rest(index)),
                Step::Call(calls) if start + taken + calls.len() > scene.answers.len() => {
                    if start + taken + calls.len() > MAX_TOOL_CALLS {
                        break Reply::Rest(rest(index));
                    }
                    return Step::Call(calls);
                }
                Step::Call(calls) => {
                    taken += calls.len();
                    asked += 1;
                }
            }
        };
        memory = memory.after(scene.answers.get(start..start + taken).unwrap_or_default(), Some(&reply));
        start += taken;
        let holds_up = reply.holds_up();
        let is_rest = matches!(reply, Reply::Rest(_));
        replies.push(reply);
        if holds_up {
            if !is_rest && index + 1 < commands.len() {
                let question = replies.pop();
                replies.push(Reply::Rest(rest(index + 1)));
                replies.extend(question);
            }
            break;
        }
    }
    say(Reply::Several(replies))
}

fn add(tasks: &[AddTask], scene: &Scene<'_>) -> Step {
    if tasks.len() > MAX_TOOL_CALLS {
        return say(Reply::TooManyNew);
    }
    change(scene, tasks.iter().flat_map(calls::add).collect())
}

/// Makes the calls, and says what came of them.
fn change(scene: &Scene<'_>, calls: Vec<(&'static str, Value)>) -> Step {
    outcomes(scene).unwrap_or(Step::Call(calls))
}

/// What the changes of this command led to, once there are any.
fn outcomes(scene: &Scene<'_>) -> Option<Step> {
    let answers: Vec<Answer> = scene.answers.iter().filter(|answer| is_change(answer)).cloned().collect();
    if answers.is_empty() {
        return None;
    }
    let looked_up = scene.answers.iter().filter(|answer| !is_change(answer)).flat_map(|answer| &answer.tasks);
    let pending = match &scene.memory.pending {
        Pending::Choice { verb: _, tasks } => tasks.as_slice(),
        Pending::Confirm { verb: _, task } => std::slice::from_ref(task.as_ref()),
        Pending::Nothing
        | Pending::Title(_)
        | Pending::Offer(_)
        | Pending::Task(_)
        | Pending::Day(_)
        | Pending::NewTitle(_)
        | Pending::ListName => &[],
    };
    let known = looked_up.chain(pending).chain(&scene.memory.tasks).chain(&scene.memory.numbered);
    let known: Vec<&TaskView> = known.collect();
    let changed = answers.iter().flat_map(|answer| &answer.tasks);
    let before =
        changed.filter_map(|task| known.iter().find(|before| before.id == task.id)).map(|task| (*task).clone());
    let before = before.collect();
    Some(say(Reply::Outcomes { answers, before }))
}

fn agree(scene: &Scene<'_>) -> Step {
    match &scene.memory.pending {
        Pending::Offer(text) => {
            let tasks: Vec<AddTask> =
                text.lines().filter(|line| !line.trim().is_empty()).map(|line| task(line.trim(), scene.now)).collect();
            add(&tasks, scene)
        }
        Pending::Confirm { verb, task } => act::carry_out(verb, &[task], scene),
        Pending::Choice { verb, tasks } => say(Reply::Which { verb: verb.clone(), tasks: tasks.clone() }),
        Pending::Title(due) => say(Reply::AskTitle(due.clone())),
        Pending::Task(verb) => say(Reply::AskWhich(verb.clone())),
        Pending::Day(words) => say(Reply::AskDay(words.clone())),
        Pending::NewTitle(words) => say(Reply::AskNewTitle(words.clone())),
        Pending::ListName => say(Reply::AskListName),
        Pending::Nothing => say(Reply::NothingAsked),
    }
}

fn pick(which: &Which, scene: &Scene<'_>) -> Step {
    let Pending::Choice { verb, tasks } = &scene.memory.pending else {
        return say(Reply::NothingAsked);
    };
    let chosen: Vec<&TaskView> = match which {
        Which::Nth(place) => tasks.get(*place).into_iter().collect(),
        Which::Places(places) => places.iter().filter_map(|place| tasks.get(*place)).collect(),
        Which::Last => tasks.last().into_iter().collect(),
        Which::Words(words) | Which::Title(words) | Which::Perhaps(words) => {
            super::find::find(words, tasks).map(|(_, tasks)| tasks).unwrap_or_default()
        }
        Which::Them => tasks.iter().collect(),
        Which::All(showing) if **showing == super::said::Showing::View(crate::tools::Shown::All) => {
            tasks.iter().collect()
        }
        Which::It | Which::All(_) => Vec::new(),
    };
    let all = matches!(which, Which::Them | Which::All(_) | Which::Places(_));
    match chosen.as_slice() {
        [] => say(Reply::Which { verb: verb.clone(), tasks: tasks.clone() }),
        [_] => act::carry_out(verb, &chosen, scene),
        _ if all => act::carry_out(verb, &chosen, scene),
        several => say(act::which_of(verb, several)),
    }
}
