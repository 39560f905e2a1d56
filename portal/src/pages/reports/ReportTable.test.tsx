import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { nameColumn } from "./columns";
import { ReportTable } from "./ReportTable";
import { saveFile } from "./save_file";

vi.mock("./save_file", () => ({ saveFile: vi.fn() }));

afterEach(cleanup);

interface Row {
  name: string;
  id: string;
}

function show(count: number) {
  const rows = Array.from({ length: count }, (_, index) => ({
    name: `person${index}@example.com`,
    id: `id-${index}`,
  }));
  render(
    <ReportTable<Row>
      heading="People"
      rows={rows}
      columns={[nameColumn<Row>("name", "Person", (row) => row.name)]}
      fields={["name", "id"]}
      fileName="people.csv"
      names={["name", "id"]}
      trackBy="id"
    />,
  );
}

const names = () =>
  within(screen.getByRole("grid"))
    .getAllByRole("rowheader")
    .map((cell) => cell.textContent);

test("a long table has pages and a search, and is saved whole whatever is shown", async () => {
  show(40);
  expect(names()).toHaveLength(15);
  await userEvent.type(screen.getByRole("searchbox", { name: "Find in People" }), "id-39");
  await vi.waitFor(() => expect(names()).toEqual(["person39@example.com"]));
  await userEvent.click(screen.getByRole("button", { name: "Download CSV: People" }));
  const content = vi.mocked(saveFile).mock.calls[0]?.[2].join("") ?? "";
  expect(content.split("\r\n")).toHaveLength(42);
  expect(content).toContain("person0@example.com,id-0\r\n");
});

test("a short one has neither", () => {
  show(3);
  expect(names()).toHaveLength(3);
  expect(screen.queryByRole("searchbox")).toBeNull();
});
