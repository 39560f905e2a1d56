import { useMutation } from "@tanstack/react-query";
import { usePortal } from "../../portal";
import { byteOrderMark } from "./csv";
import { saveFile } from "./save_file";

/** Saves a month's requests, one a row, as the server writes them. */
export function useRequestsDownload(month: string) {
  const { api } = usePortal();
  const { mutate, isPending, error, variables } = useMutation({
    networkMode: "always", // offline it fails and says so, instead of waiting unseen
    mutationFn: async (wanted: string) => {
      const table = await api.monthlyTable(wanted);
      saveFile(`curfew-${wanted}.csv`, "text/csv;charset=utf-8", [byteOrderMark, table]);
    },
  });
  // What became of another month's is not said beside this one.
  const isShown = variables === month;
  return { start: () => mutate(month), isPending, problem: isShown ? error : null };
}
