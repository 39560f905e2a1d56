import { useQuery } from "@tanstack/react-query";
import { Problem } from "../../api/client";
import { usePortal } from "../../portal";

const busyTries = 4;

/** A report takes the server some reading: it is made when asked for, and not again by looking at it. */
export function useReport(month: string) {
  const { api } = usePortal();
  return useQuery({
    queryKey: ["report", month],
    queryFn: () => api.monthlyReport(month),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: (failures, problem) => failures < busyTries && problem instanceof Problem && mayPass(problem),
    retryDelay: (failures, problem) =>
      1_000 * ((problem instanceof Problem && problem.retryAfterSeconds) || 2 ** failures),
  });
}

// 429: others have reports made at the moment.
function mayPass(problem: Problem): boolean {
  return problem.isUnknown || problem.status === 429;
}
