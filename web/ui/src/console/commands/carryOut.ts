/** The rim of the command bar: what a command does. What the server refuses is thrown, in its own words. */
import { post } from "../../shared/api";
import { t, switchLanguage } from "../../shared/i18n";
import { newId } from "../../shared/ids";
import { switchTheme } from "../../shared/theme";
import type { Desk } from "../desk";
import type { Keyboard } from "../keyboard";
import { chief } from "../ladder";
import type { Pilot } from "../pilot";
import { ask } from "../view";
import type { Command } from "./completer";
import type { Places } from "./usePlaces";

export type CarryOut = (command: Command) => Promise<void>;

interface Rim {
  desk: Desk;
  go: Pilot;
  keyboard: Keyboard;
  places: Places;
  mute(): void;
}

export function carryingOut({ desk, go, keyboard, places, mute }: Rim): CarryOut {
  /** An order that was not answered keeps its id: saying it again is saying it once. */
  let unanswered: { said: string; id: string } | null = null;

  async function send(unit: string): Promise<void> {
    const caseNo = desk.view.selected ?? "";
    const task = chief([...desk.picture.value.tasks.values()].filter((one) => one.case_no === caseNo));
    if (!task) throw new Error(t("command.no_task", { case_no: caseNo }));
    const said = `${task.id} ${String(task.version)} ${unit}`;
    if (unanswered?.said !== said) unanswered = { said, id: newId() };
    const what = task.state === "waiting" ? "send" : "reassign";
    await post(`/tasks/${task.id}/orders`, { id: unanswered.id, do: what, version: task.version, unit });
    unanswered = null;
  }

  async function assign(team: string, reason: string): Promise<void> {
    const one = desk.focus.value;
    if (one) await post(`/cases/${encodeURIComponent(one.case_no)}/assign`, { team, reason, version: one.version });
  }

  function search(text: string): void {
    ask(desk.view, "cases", { text });
    desk.view.tab = "list";
  }

  return async (command) => {
    switch (command.do) {
      case "send":
        return send(command.unit);
      case "assign":
        return assign(command.team, command.reason);
      case "search":
        search(command.text);
        return;
      case "open":
        go.open(command.caseNo);
        return;
      case "fly":
        go.show(command.to === "unit" ? places.unit(command.code) : places.township(command.code));
        return;
      case "press":
        keyboard.press(command.key);
        return;
      case "mute":
        mute();
        return;
      case "theme":
        switchTheme();
        return;
      case "language":
        switchLanguage();
    }
  };
}
