import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";

export interface Figure {
  label: string;
  value: string;
  /** What it is a part of, or who did it. */
  note?: string | undefined;
}

export function Figures({ heading, figures }: { heading: string; figures: readonly Figure[] }) {
  return (
    <Container header={<Header variant="h2">{heading}</Header>}>
      <KeyValuePairs
        ariaLabel={heading}
        columns={4}
        minColumnWidth={110}
        items={figures.map(({ label, value, note }) => ({
          label,
          value: (
            <>
              <Box fontSize="heading-l" fontWeight="bold">
                {value}
              </Box>
              {note && (
                <Box fontSize="body-s" color="text-body-secondary">
                  {note}
                </Box>
              )}
            </>
          ),
        }))}
      />
    </Container>
  );
}
