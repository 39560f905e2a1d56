import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLocation } from "wouter";
import { text } from "../text";
import { paths } from "./paths";

export function NotFound() {
  const [, navigate] = useLocation();
  return (
    <Box padding="xxl" textAlign="center">
      <SpaceBetween size="m">
        <Box variant="h1">{text.shell.notFound.heading}</Box>
        <Button onClick={() => navigate(paths.newRequest)}>{text.shell.notFound.back}</Button>
      </SpaceBetween>
    </Box>
  );
}
