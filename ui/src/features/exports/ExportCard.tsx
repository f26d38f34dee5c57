import { copy } from "../../copy";
import { Button } from "../../kit/Button";
import { Card } from "../../kit/Page";
import { useShell } from "../../shell/shell";

/** The way to the book as a file. */
export function ExportCard() {
  const { openExport } = useShell();
  return (
    <Card
      title={copy.settings.file}
      aside={
        <Button
          size="small"
          icon="download"
          onPress={() => openExport("xlsx")}
          data-testid="export"
        >
          {copy.exports.button}
        </Button>
      }
    >
      <p>{copy.exports.about}</p>
    </Card>
  );
}
