/** The teams a case may go to, in the order a person looks for them: where it is, then around it, then the rest. Pure. */
import type { Case, Team } from "../shared/types";

export interface TeamGroup {
  word: "assign.here" | "assign.same_district" | "assign.others";
  teams: Team[];
}

/** A squad serves its township, a bureau's team its district; what is not known of the place speaks against nobody. */
export function serves(team: Team, one: Case): boolean {
  return (
    (team.district === null || one.district === null || team.district === one.district) &&
    (team.township === null || one.township === null || team.township === one.township)
  );
}

export function groupTeams(teams: readonly Team[], one: Case, find: string, chosen: string): TeamGroup[] {
  const needle = find.trim().toLowerCase();
  const found = teams.filter(
    (team) =>
      // What is chosen stays in the list, or the choice would silently change.
      team.code === chosen ||
      (serves(team, one) && (team.name.toLowerCase().includes(needle) || team.code.toLowerCase().includes(needle))),
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
