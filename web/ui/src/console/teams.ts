/** Teams in the order a person looks for them: where the case is, then around it, then the rest. Pure. */
import type { Case, Team } from "../shared/types";

export interface TeamGroup {
  word: "assign.here" | "assign.same_district" | "assign.others";
  teams: Team[];
}

export function groupTeams(teams: readonly Team[], one: Case, find: string, chosen: string): TeamGroup[] {
  const needle = find.trim().toLowerCase();
  const found = teams.filter(
    (team) =>
      // What is chosen stays in the list, or the choice would silently change.
      team.code === chosen || team.name.toLowerCase().includes(needle) || team.code.toLowerCase().includes(needle),
  );
  const isHere = (team: Team) => one.township !== null && team.township === one.township;
  const isNear = (team: Team) => one.district !== null && team.district === one.district;
  const groups: TeamGroup[] = [
    { word: "assign.here", teams: found.filter(isHere) },
    { word: "assign.same_district", teams: found.filter((team) => !isHere(team) && isNear(team)) },
    { word: "assign.others", teams: found.filter((team) => !isHere(team) && !isNear(team)) },
  ];
  return groups.filter((group) => group.teams.length > 0);
}
