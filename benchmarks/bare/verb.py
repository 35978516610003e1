"""The least command line: argparse with one verb."""

import argparse


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_subparsers(dest="verb").add_parser("status")
    print(parser.parse_args().verb)


if __name__ == "__main__":
    main()
